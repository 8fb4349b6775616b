#include "xmpp/state.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/rng.h"
#include "xmpp/admission.h"

static void or_default(struct xml_limits *l)
{
	if (l->stanza == 0)
		*l = xml_limits_default;
}

struct stream *stream_new(const struct stream_settings *set, uint64_t now)
{
	struct stream *s = mem_zalloc(sizeof *s);

	s->set = *set;
	s->from = view_dup(set->from);
	s->to = view_dup(set->to);
	s->lang = mem_strdup(set->lang != NULL ? set->lang : "en");
	s->set.from = view_of(s->from);
	s->set.to = view_of(s->to);
	s->set.lang = s->lang;
	s->keepalive_ms = set->keepalive_ms;
	or_default(&s->set.before);
	or_default(&s->set.after);
	if (s->set.close_wait_ms == 0)
		s->set.close_wait_ms = 5000;
	if (s->set.sasl_attempts == 0)
		s->set.sasl_attempts = 3;
	s->secure = set->direct_tls;
	s->reader = xml_reader_new(&s->set.before);
	s->region = region_new();
	s->pending = dialback_pending_new();
	s->reverse = dialback_pending_new();
	s->now = s->born = s->used = s->heard = s->sent = now;
	stream_restart(s);
	return s;
}

void stream_free(struct stream **sp)
{
	struct stream *s = *sp;

	if (s == NULL)
		return;
	stream_forget(s);
	dialback_pending_free(&s->pending);
	dialback_pending_free(&s->reverse);
	xml_reader_free(&s->reader);
	region_free(&s->region);
	buf_free(&s->out);
	free(s->authenticated_as);
	free(s->from);
	free(s->to);
	free(s->lang);
	free(s);
	*sp = NULL;
}

void stream_restart(struct stream *s)
{
	stream_forget(s);
	xml_reader_restart(s->reader);
	s->state = ST_HEADER;
	if (s->set.role == STREAM_INITIATING)
		stream_write_header(s, s->set.from, true);
}

/* --- what is written ------------------------------------------------------- */

static struct view or_absent(const char *s)
{
	return s != NULL ? view_of(s) : (struct view){ 0 };
}

void stream_write_header(struct stream *s, struct view from, bool dialback)
{
	struct header h = {
		.from = from.p != NULL ? from : VIEW(""),
		.to = or_absent(s->peer.from),
		.lang = view_of(s->lang),
		.has_version = true,
		.version = VERSION_OURS,
		.dialback = dialback,
	};

	if (s->set.role == STREAM_INITIATING) {
		h.to = s->set.to;
	} else {
		if (s->id[0] == '\0')
			rng_word(s->id, STREAM_ID_LEN);
		h.id = view_of(s->id);
	}
	/* R6120-4.7.5-2 and -4: the lower of both; to a peer of before 1.0, none. */
	if (s->set.role == STREAM_RECEIVING && s->peer.known) {
		h.has_version = s->peer.has_version;
		h.version = version_lower(s->peer.version, VERSION_OURS);
	}
	header_write(&s->out, &h);
	s->scope = (struct xml_scope){
		.default_ns = VIEW(NS_SERVER),
		.stream_prefix = true,
		.db_prefix = dialback,
	};
	s->header_out = true;
}

void stream_write(struct stream *s, const struct element *e)
{
	assert(s->header_out && stream_may_write(s));
	xml_write(&s->out, e, &s->scope);
}

/* --- what is read ---------------------------------------------------------- */

static bool is_waiting(const struct stream *s)
{
	return s->state == ST_ANSWER || s->state == ST_DECISION;
}

void stream_feed(struct stream *s, struct view bytes, uint64_t now)
{
	stream_clock(s, now);
	/* In clear during a handshake, or after the end: it has no meaning. */
	if (s->state == ST_TLS || s->state >= ST_BROKEN || bytes.n == 0)
		return;
	s->heard = now;
	/* Attack: megabytes behind something that the owner takes its time to
	 * answer; the reader's own limits hold only while it is read from. */
	if (is_waiting(s) && xml_unread(s->reader) + bytes.n > s->set.before.stanza) {
		stream_fatal(s, CAUSE_STANZA_TOO_BIG, "more bytes than may wait for an answer");
		return;
	}
	xml_feed(s->reader, bytes);
}

static void learn(char **kept, struct view v)
{
	if (v.p == NULL)
		return;
	free(*kept);
	*kept = view_dup(v);
}

void stream_learn(struct stream *s, const struct header *h)
{
	learn(&s->peer.from, h->from);
	learn(&s->peer.to, h->to);
	learn(&s->peer.lang, h->lang);
	learn(&s->peer.id, h->id);
	s->peer.known = true;
	s->peer.has_version = h->has_version;
	s->peer.version = h->version;
	s->peer.dialback = h->dialback;
}

bool stream_both_ways(const struct stream *s)
{
	return s->set.both_ways || s->bidi;
}

static bool is_extension(const struct stream *s, const struct element *e)
{
	for (size_t i = 0; i < STREAM_EXTENSIONS; i++)
		if (s->extension[i] != NULL && view_is(e->ns, s->extension[i]))
			return true;
	return false;
}

bool stream_pass(struct stream *s, enum first first, const struct xml_event *x,
                 struct stream_event *ev)
{
	bool negotiated = stanza_may_pass(s->set.role, stream_both_ways(s), s->established);

	ev->element = x->element;
	ev->bytes = x->bytes;
	if (first == FIRST_SM) {
		/* Also too early: it is refused by an element of its own. */
		ev->kind = STREAM_SM;
		return true;
	}
	if (first == FIRST_CLIENT_STANZA)
		return stream_fatal(s, CAUSE_BAD_NAMESPACE, "an element of jabber:client");
	if (first == FIRST_STANZA) {
		if (!negotiated)
			return stream_fatal(s, CAUSE_NOT_NEGOTIATED, NULL);
		if (x->prefixed)
			return stream_fatal(s, CAUSE_BAD_PREFIX, "a stanza with a prefix");
		s->used = s->now;
		ev->kind = STREAM_STANZA;
		return true;
	}
	if (!is_extension(s, x->element))
		return stream_fatal(s, CAUSE_UNKNOWN_ELEMENT, NULL);
	if (!s->established)
		return stream_fatal(s, CAUSE_NOT_NEGOTIATED, NULL);
	ev->kind = STREAM_EXTENSION;
	return true;
}

/* After our closing tag: what is still on its way is delivered, nothing can be
 * answered any more (RFC 6120 4.4). */
static bool late_element(struct stream *s, enum first first, const struct xml_event *x,
                         struct stream_event *ev)
{
	/* Of XEP-0198 what has arrived, the only thing that asks for no answer; also where
	 * stanzas go one way. */
	if (first == FIRST_SM)
		return s->established && view_is(x->element->name, "a") &&
		       stream_pass(s, first, x, ev);
	if (first != FIRST_STANZA && !is_extension(s, x->element))
		return false;
	if (!stanza_may_pass(s->set.role, stream_both_ways(s), s->established))
		return false;
	return stream_pass(s, first, x, ev);
}

static bool header(struct stream *s, const struct xml_event *x, struct stream_event *ev)
{
	if (s->state != ST_HEADER)
		return false; /* closed before it came */
	if (s->set.role == STREAM_RECEIVING)
		return receive_header(s, x, ev);
	return initiate_header(s, x, ev);
}

static bool element(struct stream *s, const struct xml_event *x, struct stream_event *ev)
{
	enum first first = first_of(x->element);

	if (first == FIRST_ERROR)
		return stream_peer_error(s, x->element, ev);
	if (s->state == ST_CLOSING)
		return late_element(s, first, x, ev);
	if (s->set.role == STREAM_RECEIVING)
		return receive_element(s, first, x, ev);
	return initiate_element(s, first, x, ev);
}

/* Reads one thing.  False: nothing to report; *more: there may be more. */
static bool read_one(struct stream *s, struct stream_event *ev, bool *more)
{
	struct xml_event x;

	region_reset(s->region);
	xml_next(s->reader, s->region, &x);
	*more = true;
	switch (x.kind) {
	case XML_MORE:
		*more = false;
		return false;
	case XML_HEADER:
		return header(s, &x, ev);
	case XML_ELEMENT:
		return element(s, &x, ev);
	case XML_SPACE:
		return false;
	case XML_END:
		return stream_end(s, CAUSE_PEER_CLOSED);
	case XML_BAD:
		return stream_fatal(s, x.cause, x.detail);
	}
	return false;
}

static void report(struct stream *s, struct stream_event *ev, enum stream_event_kind kind,
                   enum stream_state next)
{
	ev->kind = kind;
	ev->cause = s->cause;
	ev->detail = s->detail;
	s->state = next;
}

bool stream_next(struct stream *s, struct stream_event *ev, uint64_t now)
{
	bool more = true, found = false;

	stream_clock(s, now);
	while (more && !found) {
		*ev = (struct stream_event){ .kind = STREAM_NOTHING };
		switch (s->state) {
		case ST_HEADER:
		case ST_FEATURES:
		case ST_READY:
		case ST_PROCEED:
		case ST_RESPONSE:
		case ST_OUTCOME:
		case ST_CLOSING:
			found = read_one(s, ev, &more);
			break;
		case ST_ANSWER:
		case ST_TLS:
		case ST_DECISION:
		case ST_DONE:
			more = false;
			break;
		case ST_BROKEN:
			report(s, ev, STREAM_BROKEN, ST_OVER);
			found = true;
			break;
		case ST_OVER:
			report(s, ev, STREAM_OVER, ST_DONE);
			found = true;
			break;
		}
	}
	if (!found)
		*ev = (struct stream_event){ .kind = STREAM_NOTHING };
	ev->region = s->region;
	return found;
}

void stream_take(struct stream *s, struct buf *out, uint64_t now)
{
	stream_clock(s, now);
	if (buf_len(&s->out) == 0)
		return;
	buf_putv(out, buf_view(&s->out));
	buf_clear(&s->out);
	buf_trim_memory(&s->out);
	s->sent = now;
}

size_t stream_unsent(const struct stream *s)
{
	return buf_len(&s->out);
}
