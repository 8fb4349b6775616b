#include "xmpp/state.h"

#include "xmpp/admission.h"
#include "xmpp/features.h"
#include "xmpp/sasl.h"
#include "xmpp/stream_limits.h"

static bool report_features(struct stream *s, struct stream_event *ev)
{
	s->state = ST_READY;
	ev->kind = STREAM_FEATURES;
	if (s->peer.dialback)
		ev->features.dialback = true;
	/* Without an id there is nothing to make a key of. */
	if (s->peer.id == NULL || s->peer.id[0] == '\0')
		ev->features.dialback = false;
	return true;
}

bool initiate_header(struct stream *s, const struct xml_event *x, struct stream_event *ev)
{
	struct header h;
	const char *detail;
	enum cause cause = header_read(x, &h, &detail);

	stream_learn(s, &h);
	if (cause != CAUSE_NONE)
		return stream_fatal(s, cause, detail);
	if (!h.has_version) {
		/* R6120-4.7.5-4: before 1.0 there are no features. */
		ev->features = (struct stream_features){ .none_sent = true };
		return report_features(s, ev);
	}
	if (!header_version_ok(h.version))
		return stream_fatal(s, CAUSE_STREAM_VERSION, NULL);
	s->state = ST_FEATURES;
	return false;
}

static bool features(struct stream *s, enum first first, const struct xml_event *x,
                     struct stream_event *ev)
{
	if (first != FIRST_FEATURES)
		return stream_unexpected(s, first);
	features_read(x->element, &ev->features);
	s->theirs = ev->features.limits;
	s->set.keepalive_ms = stream_limits_keepalive(s->keepalive_ms, s->theirs);
	return report_features(s, ev);
}

/* An answer that nobody asked for ends the stream: what is owed is forgotten
 * with the stream only, so no honest peer sends one, and an attempt to be
 * trusted for another domain should be seen (XEP-0220 3.1 allows both). */
static bool dialback(struct stream *s, const struct element *e, struct stream_event *ev)
{
	struct dialback d;
	const char *detail;
	enum cause cause = dialback_read(e, s->region, &d, &detail);

	if (cause != CAUSE_NONE)
		return stream_fatal(s, cause, detail);
	if (!d.answer && request_may_return(s->bidi, s->established))
		return receive_request(s, s->reverse, &d, ev);
	if (!d.answer)
		return stream_fatal(s, CAUSE_UNEXPECTED_ELEMENT,
		                    "a dialback request on a stream to its sender");
	if (!dialback_answer_expected(s->pending, &d))
		return stream_fatal(s, CAUSE_UNEXPECTED_ELEMENT,
		                    "a dialback answer that nobody asked for");
	dialback_pending_remove(s->pending, &d);
	s->used = s->now;
	ev->kind = d.verify ? STREAM_DB_VERIFY_ANSWER : STREAM_DB_RESULT_ANSWER;
	ev->from = d.from;
	ev->to = d.to;
	ev->id = d.id;
	ev->type = d.type;
	ev->condition = d.condition;
	return true;
}

static bool ready(struct stream *s, enum first first, const struct xml_event *x,
                  struct stream_event *ev)
{
	switch (first) {
	case FIRST_DIALBACK:
		return dialback(s, x->element, ev);
	case FIRST_STANZA:
	case FIRST_CLIENT_STANZA:
	case FIRST_SM:
	case FIRST_OTHER:
		return stream_pass(s, first, x, ev);
	case FIRST_BIDI: /* the initiating side's to ask for */
	case FIRST_BIDI_FEATURE:
		return stream_pass(s, FIRST_OTHER, x, ev);
	case FIRST_ERROR:
	case FIRST_FEATURES:
	case FIRST_STARTTLS:
	case FIRST_PROCEED:
	case FIRST_TLS_FAILURE:
	case FIRST_AUTH:
	case FIRST_CHALLENGE:
	case FIRST_RESPONSE:
	case FIRST_ABORT:
	case FIRST_SUCCESS:
	case FIRST_SASL_FAILURE:
		break;
	}
	return stream_unexpected(s, first);
}

static bool proceed(struct stream *s, enum first first, struct stream_event *ev)
{
	if (first == FIRST_PROCEED) {
		/* RFC 6120 5.4.3.3: what came in clear behind it is never read. */
		xml_reader_restart(s->reader);
		s->state = ST_TLS;
		ev->kind = STREAM_STARTTLS;
		return true;
	}
	if (first == FIRST_TLS_FAILURE) {
		/* 5.4.2.2: the peer closes, and so do we. */
		stream_close(s);
		ev->kind = STREAM_TLS_REFUSED;
		return true;
	}
	return stream_unexpected(s, first);
}

static bool outcome(struct stream *s, enum first first, const struct xml_event *x,
                    struct stream_event *ev)
{
	if (first == FIRST_SUCCESS) {
		s->authenticated = true;
		stream_restart(s);
		ev->kind = STREAM_AUTH_OK;
		return true;
	}
	if (first == FIRST_SASL_FAILURE) {
		s->state = ST_READY;
		ev->kind = STREAM_AUTH_REFUSED;
		ev->condition = sasl_failure_condition(x->element);
		return true;
	}
	return stream_unexpected(s, first);
}

bool initiate_element(struct stream *s, enum first first, const struct xml_event *x,
                      struct stream_event *ev)
{
	switch (s->state) {
	case ST_FEATURES:
		return features(s, first, x, ev);
	case ST_PROCEED:
		return proceed(s, first, ev);
	case ST_OUTCOME:
		return outcome(s, first, x, ev);
	case ST_READY:
		return ready(s, first, x, ev);
	case ST_HEADER: /* an element comes behind a header only; */
	case ST_ANSWER: /* nothing is read; */
	case ST_TLS:
	case ST_DECISION:
	case ST_RESPONSE: /* never in this role; */
	case ST_CLOSING:  /* elsewhere (stream.c) */
	case ST_BROKEN:
	case ST_OVER:
	case ST_DONE:
		break;
	}
	return stream_unexpected(s, first);
}
