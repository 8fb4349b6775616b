#include "xmpp/state.h"

void stream_clock(struct stream *s, uint64_t now)
{
	if (now > s->now)
		s->now = now;
	if (s->marks & MARK_USED)
		s->used = s->now;
	if (s->marks & MARK_HEARD)
		s->heard = s->now;
	if (s->marks & MARK_CLOSED)
		s->closed = s->now;
	s->marks = 0;
}

static uint64_t later(uint64_t from, uint64_t ms)
{
	uint64_t due;

	if (ms == 0 || __builtin_add_overflow(from, ms, &due))
		return UINT64_MAX;
	return due;
}

/* Each of these is UINT64_MAX where the timer does not run. */

static uint64_t establish_due(const struct stream *s)
{
	return s->established ? UINT64_MAX : later(s->born, s->set.establish_ms);
}

static uint64_t silence_due(const struct stream *s)
{
	/* What a handshake says is not seen here. */
	return s->state == ST_TLS ? UINT64_MAX : later(s->heard, s->set.silence_ms);
}

static uint64_t inactivity_due(const struct stream *s)
{
	return s->established ? later(s->used, s->set.inactivity_ms) : UINT64_MAX;
}

/* Not before the stream is established, nor in a restart: between <starttls/>
 * and <proceed/>, <auth/> and <success/>, no white space may stand (5.3.3). */
static uint64_t keepalive_due(const struct stream *s)
{
	return s->established && s->state == ST_READY ? later(s->sent, s->set.keepalive_ms)
	                                              : UINT64_MAX;
}

static uint64_t lower(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

uint64_t stream_due(const struct stream *s)
{
	if (s->state == ST_DONE)
		return UINT64_MAX;
	/* Something is to be reported, or to be given its time. */
	if (s->state >= ST_BROKEN || s->marks != 0)
		return s->now;
	if (s->state == ST_CLOSING)
		return later(s->closed, s->set.close_wait_ms);
	return lower(lower(establish_due(s), silence_due(s)),
	             lower(inactivity_due(s), keepalive_due(s)));
}

void stream_tick(struct stream *s, uint64_t now)
{
	stream_clock(s, now);
	if (s->state >= ST_BROKEN || stream_due(s) > now)
		return;
	if (s->state == ST_CLOSING) {
		s->state = ST_OVER; /* RFC 6120 4.4: long enough */
	} else if (establish_due(s) <= now) {
		stream_fatal(s, CAUSE_ESTABLISH_TIMEOUT, NULL);
	} else if (silence_due(s) <= now) {
		stream_fatal(s, CAUSE_PEER_UNRESPONSIVE, NULL);
	} else if (inactivity_due(s) <= now) {
		/* 4.6.3: without an error, so that what is under way arrives. */
		stream_close(s);
		s->cause = CAUSE_IDLE;
		stream_clock(s, now);
	} else {
		buf_putc(&s->out, ' ');
		s->sent = now;
	}
}
