#include "xmpp/state.h"

#include "xmpp/admission.h"
#include "xmpp/sasl.h"
#include "xmpp/stream_limits.h"

bool receive_header(struct stream *s, const struct xml_event *x, struct stream_event *ev)
{
	struct header h;
	const char *detail;
	enum cause cause = header_read(x, &h, &detail);

	h.id.p = NULL; /* R6120-4.7.3-5: ids are ours to give */
	stream_learn(s, &h);
	if (cause != CAUSE_NONE)
		return stream_fatal(s, cause, detail);
	if (s->authenticated_as != NULL) {
		h.from = view_of(s->authenticated_as);
		if (!header_from_stands(stream_peer_from(s), h.from, s->region))
			return stream_fatal(s, CAUSE_FROM_FOREIGN,
			                    "another domain than the one authenticated");
		stream_learn(s, &h);
	}
	s->state = ST_ANSWER;
	ev->kind = STREAM_HEADER;
	ev->from = stream_peer_from(s);
	ev->to = stream_peer_to(s);
	ev->features.none_sent = h.version.major < 1;
	ev->features.dialback = h.dialback;
	return true;
}

static bool refuse_tls(struct stream *s)
{
	stream_write(s, element_new(s->region, NS_TLS, "failure"));
	/* RFC 6120 5.4.2.2: then stream and connection are closed. */
	return stream_end(s, CAUSE_UNEXPECTED_ELEMENT);
}

static bool starttls(struct stream *s, struct stream_event *ev)
{
	if (!starttls_may_follow(s->offer.starttls, s->secure, s->established))
		return refuse_tls(s);
	stream_write(s, element_new(s->region, NS_TLS, "proceed"));
	/* 5.4.3.3: what came in clear behind <starttls/> is never read. */
	xml_reader_restart(s->reader);
	s->state = ST_TLS;
	ev->kind = STREAM_STARTTLS;
	return true;
}

static bool sasl_failed(struct stream *s, enum cause cause)
{
	stream_write(s, sasl_failure(s->region, cause));
	s->state = ST_READY;
	return false;
}

static bool sasl_data(struct stream *s, struct view text, struct stream_event *ev)
{
	enum cause cause = sasl_read(text, s->region, &ev->authzid);

	if (cause != CAUSE_NONE)
		return sasl_failed(s, cause);
	s->state = ST_DECISION;
	ev->kind = STREAM_AUTH;
	return true;
}

static bool auth(struct stream *s, const struct element *e, struct stream_event *ev)
{
	struct view text = element_text(e, s->region);
	bool offered = s->offer.external && !s->authenticated && !s->established;
	enum cause cause;

	if (sasl_too_often(++s->attempts, s->set.sasl_attempts))
		return stream_fatal(s, CAUSE_SASL_TOO_OFTEN, NULL);
	cause = sasl_refusal(element_attr(e, "mechanism"), s->secure, offered);
	if (cause != CAUSE_NONE)
		return sasl_failed(s, cause);
	if (text.n == 0) {
		/* 6.3.10: without an initial response, it is asked for. */
		stream_write(s, element_new(s->region, NS_SASL, "challenge"));
		s->state = ST_RESPONSE;
		return false;
	}
	return sasl_data(s, text, ev);
}

bool receive_request(struct stream *s, struct dialback_pending *owed, const struct dialback *d,
                     struct stream_event *ev)
{
	if (!dialback_pending_add(owed, d)) {
		const struct dialback full = { .verify = d->verify,
			                       .answer = true,
			                       .from = d->to,
			                       .to = d->from,
			                       .id = d->id,
			                       .type = DB_ERROR };

		stream_write(s, dialback_element(s->region, &full, CAUSE_TOO_MANY_PAIRS));
		return false;
	}
	s->used = s->now;
	ev->kind = d->verify ? STREAM_DB_VERIFY : STREAM_DB_RESULT;
	ev->from = d->from;
	ev->to = d->to;
	ev->id = d->id;
	ev->key = d->key;
	return true;
}

static bool dialback(struct stream *s, const struct element *e, struct stream_event *ev)
{
	struct dialback d;
	const char *detail;
	enum cause cause = dialback_read(e, s->region, &d, &detail);

	if (cause != CAUSE_NONE)
		return stream_fatal(s, cause, detail);
	/* Nothing is asked on a stream that the peer has opened. */
	if (d.answer)
		return stream_fatal(s, CAUSE_UNEXPECTED_ELEMENT,
		                    "a dialback answer that nobody asked for");
	return receive_request(s, s->pending, &d, ev);
}

/* No answer is sent (XEP-0288 2.2); too late, it means nothing here (P48). */
static bool bidi(struct stream *s, const struct xml_event *x, struct stream_event *ev)
{
	if (!bidi_may_follow(s->offer.bidi, s->authenticated, s->established))
		return stream_pass(s, FIRST_OTHER, x, ev);
	s->bidi = true;
	s->theirs = stream_limits_read(x->element);
	return false;
}

/* P47: ejabberd up to 26.04 asks in the wrong namespace: nothing was asked then, and
 * the stream is as good as any other. */
static bool misnamed_bidi(struct stream *s, const struct xml_event *x, struct stream_event *ev)
{
	if (!bidi_may_follow(s->offer.bidi, s->authenticated, s->established))
		return stream_pass(s, FIRST_OTHER, x, ev);
	return false;
}

static bool ready(struct stream *s, enum first first, const struct xml_event *x,
                  struct stream_event *ev)
{
	switch (first) {
	case FIRST_STARTTLS:
		return starttls(s, ev);
	case FIRST_AUTH:
		return auth(s, x->element, ev);
	case FIRST_DIALBACK:
		return dialback(s, x->element, ev);
	case FIRST_BIDI:
		return bidi(s, x, ev);
	case FIRST_BIDI_FEATURE:
		return misnamed_bidi(s, x, ev);
	case FIRST_STANZA:
	case FIRST_CLIENT_STANZA:
	case FIRST_SM:
	case FIRST_OTHER:
		return stream_pass(s, first, x, ev);
	case FIRST_ERROR:
	case FIRST_FEATURES:
	case FIRST_PROCEED:
	case FIRST_TLS_FAILURE:
	case FIRST_CHALLENGE:
	case FIRST_RESPONSE:
	case FIRST_ABORT:
	case FIRST_SUCCESS:
	case FIRST_SASL_FAILURE:
		break;
	}
	return stream_unexpected(s, first);
}

/* An empty challenge is out. */
static bool response(struct stream *s, enum first first, const struct xml_event *x,
                     struct stream_event *ev)
{
	switch (first) {
	case FIRST_RESPONSE:
		return sasl_data(s, element_text(x->element, s->region), ev);
	case FIRST_ABORT:
		return sasl_failed(s, CAUSE_SASL_ABORTED);
	case FIRST_AUTH: /* it begins anew */
		return auth(s, x->element, ev);
	case FIRST_STANZA:
	case FIRST_CLIENT_STANZA:
	case FIRST_SM:
	case FIRST_BIDI:
	case FIRST_BIDI_FEATURE:
	case FIRST_OTHER:
	case FIRST_STARTTLS:
	case FIRST_DIALBACK:
	case FIRST_ERROR:
	case FIRST_FEATURES:
	case FIRST_PROCEED:
	case FIRST_TLS_FAILURE:
	case FIRST_CHALLENGE:
	case FIRST_SUCCESS:
	case FIRST_SASL_FAILURE:
		break;
	}
	return stream_unexpected(s, first);
}

bool receive_element(struct stream *s, enum first first, const struct xml_event *x,
                     struct stream_event *ev)
{
	if (s->state == ST_RESPONSE)
		return response(s, first, x, ev);
	return ready(s, first, x, ev);
}
