#include "xmpp/state.h"

#include <inttypes.h>

#include "xmpp/stream_error.h"

bool stream_is_closed(const struct stream *s)
{
	return s->state >= ST_CLOSING;
}

static void closing_tag(struct stream *s)
{
	buf_puts(&s->out, "</stream:stream>");
}

bool stream_may_write(const struct stream *s)
{
	return !stream_is_closed(s) && s->state != ST_TLS;
}

static bool break_with(struct stream *s, struct view from, enum cause cause, const char *detail,
                       const struct element *error)
{
	bool began = s->state == ST_CLOSING;

	if (s->state >= ST_BROKEN)
		return false;
	if (stream_may_write(s)) {
		/* RFC 6120 4.9.1.2: an error is always inside a stream. */
		if (!s->header_out)
			stream_write_header(s, from, false);
		if (error != NULL)
			stream_write(s, error);
		closing_tag(s);
	}
	s->cause = cause;
	s->detail = detail;
	/* Behind our closing tag nothing could be said: it is just over. */
	s->state = began ? ST_OVER : ST_BROKEN;
	return false;
}

static bool break_for(struct stream *s, struct view from, enum cause cause, const char *words)
{
	const struct element *error = NULL;

	if (cause_stream_condition(cause) != NULL)
		error = stream_error_element(s->region, cause, words);
	return break_with(s, from, cause, words, error);
}

bool stream_fatal(struct stream *s, enum cause cause, const char *detail)
{
	return break_for(s, (struct view){ 0 }, cause, detail);
}

bool stream_unexpected(struct stream *s, enum first first)
{
	return stream_fatal(
	        s, first == FIRST_STANZA ? CAUSE_NOT_NEGOTIATED : CAUSE_UNEXPECTED_ELEMENT,
	        NULL);
}

void stream_refuse(struct stream *s, struct view from, enum cause cause, const char *words)
{
	break_for(s, from, cause, words);
}

void stream_refuse_sm(struct stream *s, uint32_t h, uint32_t sent)
{
	struct element *error = stream_error_element(s->region, CAUSE_SM_HANDLED_TOO_HIGH,
	                                             NULL);
	struct element *e = element_add(s->region, error, NS_SM, "handled-count-too-high");

	element_set(s->region, e, "h", region_printf(s->region, "%" PRIu32, h));
	element_set(s->region, e, "send-count", region_printf(s->region, "%" PRIu32, sent));
	break_with(s, (struct view){ 0 }, CAUSE_SM_HANDLED_TOO_HIGH, NULL, error);
}

bool stream_end(struct stream *s, enum cause cause)
{
	if (stream_may_write(s) && s->header_out)
		closing_tag(s);
	if (s->state != ST_CLOSING)
		s->cause = cause; /* else we began */
	s->state = ST_OVER;
	return false;
}

bool stream_peer_error(struct stream *s, const struct element *e, struct stream_event *ev)
{
	ev->kind = STREAM_PEER_ERROR;
	stream_error_read(e, s->region, &ev->condition, &ev->text);
	/* 4.9.1.1: fatal, and never answered by another error. */
	stream_end(s, CAUSE_PEER_STREAM_ERROR);
	return true;
}

void stream_close(struct stream *s)
{
	if (stream_is_closed(s))
		return;
	s->cause = CAUSE_NONE;
	if (!s->header_out || s->state == ST_TLS) {
		s->state = ST_OVER;
		return;
	}
	closing_tag(s);
	s->state = ST_CLOSING;
	s->marks |= MARK_CLOSED;
}

void stream_lost(struct stream *s)
{
	buf_free(&s->out);
	if (s->state >= ST_BROKEN)
		return; /* its events are still to be fetched */
	if (s->state != ST_CLOSING)
		s->cause = CAUSE_PEER_CLOSED;
	s->state = ST_OVER;
}
