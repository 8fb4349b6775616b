/* conn_pump.c - bytes up and down, the stream's timers, the orderly end. */
#include <stdlib.h>

#include "lib/mem.h"
#include "xmpp/admission.h"
#include "xmpp/conn_private.h"

/* A peer that answers our FIN with nothing does not keep the socket. */
#define FINISH_MS 5000
/* A closing tag that answers one with a FIN right behind it. */
#define LAST_BYTES_MS 100

static void pause_or_not(struct conn *c)
{
	bool pause = c->full || c->slow_until != 0;

	if (pause == c->paused)
		return;
	c->paused = pause;
	channel_pause(c->channel, pause);
}

static void flush(struct conn *c)
{
	stream_take(c->stream, &c->out, loop_now(c->set->loop));
	/* An error said in the middle of a handshake has no way out. */
	if (!c->lost && !c->handshake && buf_len(&c->out) != 0)
		channel_write(c->channel, buf_view(&c->out));
	buf_clear(&c->out);
	buf_trim_memory(&c->out);
	if (!c->lost && channel_unsent(c->channel) > c->set->backlog) {
		c->full = true;
		pause_or_not(c);
	}
}

static void arm(struct conn *c)
{
	uint64_t due = c->stream != NULL ? stream_due(c->stream) : UINT64_MAX;

	if (c->finish_due != 0)
		due = c->finish_due;
	else if (c->silence_ms != 0 && c->slow_until == 0 && c->heard + c->silence_ms < due &&
	         !stream_is_closed(c->stream))
		due = c->heard + c->silence_ms;
	if (c->slow_until != 0 && c->slow_until < due)
		due = c->slow_until;
	if (due == UINT64_MAX)
		timer_clear(c->timer);
	else
		timer_set(c->timer, due);
}

static void end(struct conn *c)
{
	c->told = true;
	if (c->ops == NULL)
		conn_free(&c);
	else
		c->ops->ended(c->arg, c->why, c->words);
}

/* A stream that was lost knows no more than that; the channel knows why. */
static void tell_why(const struct conn *c, struct stream_event *ev)
{
	if (c->lost && c->why != CAUSE_NONE &&
	    (ev->cause == CAUSE_NONE || ev->cause == CAUSE_PEER_CLOSED)) {
		ev->cause = c->why;
		ev->detail = c->words;
	}
}

/* Events until there is none, then bytes, then the end if it has come. */
void conn_pump(void *arg)
{
	struct conn *c = arg;
	struct stream_event ev;
	bool gone = false;

	if (c->stream == NULL)
		return;
	c->gone = &gone;
	while (stream_next(c->stream, &ev, loop_now(c->set->loop))) {
		if (ev.kind == STREAM_OVER) {
			c->over = true;
			tell_why(c, &ev);
		}
		if (c->ops != NULL)
			c->ops->event(c->arg, &ev);
		if (gone)
			return;
	}
	c->gone = NULL;
	flush(c);
	if (c->over && c->finish_due == 0) {
		if (c->lost || c->handshake) {
			end(c);
			return;
		}
		channel_finish(c->channel);
		c->finish_due = loop_now(c->set->loop) + FINISH_MS;
	}
	arm(c);
}

void conn_due(void *arg)
{
	struct conn *c = arg;
	uint64_t now = loop_now(c->set->loop);

	if (c->finish_due != 0 && now >= c->finish_due) {
		end(c);
		return;
	}
	if (c->stream == NULL)
		return;
	if (c->slow_until != 0 && now >= c->slow_until) {
		/* It was not listened to, so it was not silent. */
		c->heard = now;
		c->slow_until = 0;
		pause_or_not(c);
	}
	if (c->finish_due != 0) {
		arm(c);
		return;
	}
	if (c->silence_ms != 0 && c->slow_until == 0 && now >= c->heard + c->silence_ms)
		stream_close(c->stream);
	stream_tick(c->stream, now);
	conn_pump(c);
}

static void on_connected(void *arg)
{
	struct conn *c = arg;

	c->ops->connected(c->arg);
}

static void on_secured(void *arg)
{
	struct conn *c = arg;

	c->handshake = false;
	if (c->stream == NULL) {
		c->finish_due = 0;
		c->why = CAUSE_NONE;
		timer_clear(c->timer);
		if (c->ops != NULL)
			c->ops->secured(c->arg);
		return;
	}
	stream_secured(c->stream);
	conn_pump(c);
}

static void count_rate(struct conn *c, size_t n)
{
	uint64_t wait = conn_rate_wait(&c->rate, n, c->heard);

	if (wait == 0)
		return;
	c->slow_until = c->heard + wait;
	pause_or_not(c);
	if (!c->was_slow && c->ops != NULL && c->ops->slowed != NULL)
		c->ops->slowed(c->arg);
	c->was_slow = true;
}

static void on_bytes(void *arg, struct view plain)
{
	struct conn *c = arg;

	c->heard = loop_now(c->set->loop);
	if (c->stream == NULL)
		return;
	if (c->over) {
		c->behind += plain.n;
		if (behind_is_too_much(c->behind))
			end(c);
		return;
	}
	count_rate(c, plain.n);
	stream_feed(c->stream, plain, c->heard);
	conn_pump(c);
}

static void on_flushed(void *arg)
{
	struct conn *c = arg;

	c->full = false;
	pause_or_not(c);
	if (c->ops != NULL && c->ops->flushed != NULL)
		c->ops->flushed(c->arg);
}

static void on_ended(void *arg, enum cause cause, const char *words)
{
	struct conn *c = arg;

	c->lost = true;
	if (c->finish_due != 0 && c->over && cause == CAUSE_PEER_CLOSED &&
	    channel_unsent(c->channel) != 0) {
		c->finish_due = loop_now(c->set->loop) + LAST_BYTES_MS;
		timer_set(c->timer, c->finish_due);
		return;
	}
	if (c->finish_due == 0) {
		c->why = cause;
		free(c->words);
		c->words = words != NULL ? mem_strdup(words) : NULL;
	}
	if (c->stream == NULL || c->over) {
		end(c);
		return;
	}
	stream_lost(c->stream);
	conn_pump(c);
}

const struct channel_ops conn_channel_ops = {
	.connected = on_connected,
	.secured = on_secured,
	.bytes = on_bytes,
	.flushed = on_flushed,
	.ended = on_ended,
};
