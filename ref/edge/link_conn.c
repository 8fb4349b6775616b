/* One connection of a gateway: bytes up, bytes down, TLS first, time. */
#include "edge/link_private.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>

#include "edge/bounce.h"
#include "lib/log.h"
#include "lib/mem.h"
#include "xmpp/admission.h"

/* A peer that answers our FIN with nothing does not keep the socket. */
#define FINISH_MS 5000
/* A gateway that does not say what has arrived does not keep us from closing. */
#define CLOSE_MS  5000

static void pump(void *arg);

static uint64_t now_of(const struct link_conn *c)
{
	return loop_now(c->link->loop);
}

static void finish(struct link_conn *c)
{
	if (c->finish_due != 0)
		return;
	channel_finish(c->channel);
	c->finish_due = now_of(c) + FINISH_MS;
}

/* --- time ------------------------------------------------------------------ */

static uint64_t ask_due(const struct link_conn *c)
{
	if (c->session == NULL || c->session->asked ||
	    stream_is_closed(c->stream))
		return UINT64_MAX;
	return c->heard + c->link->settings->link.keepalive_ms;
}

static uint64_t session_due(const struct link_conn *c)
{
	if (c->session != NULL ||
	    (c->stream != NULL && stream_is_closed(c->stream)))
		return UINT64_MAX;
	return c->deadline;
}

static uint64_t lower(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static void arm(struct link_conn *c)
{
	uint64_t due = c->finish_due;

	if (due == 0) {
		due = session_due(c);
		if (c->close_due != 0 && !stream_is_closed(c->stream))
			due = lower(due, c->close_due);
		if (c->stream != NULL)
			due = lower(due, lower(ask_due(c),
			                       stream_due(c->stream)));
	}
	if (due == UINT64_MAX)
		timer_clear(c->timer);
	else
		timer_set(c->timer, due);
}

static void on_timer(void *arg)
{
	struct link_conn *c = arg;
	uint64_t now = now_of(c);

	if (c->finish_due != 0 && now >= c->finish_due) {
		link_conn_free(c);
		return;
	}
	if (c->stream == NULL) {
		if (now >= c->deadline) {
			log_event(LOG_WARN, "link-refused",
			          LOG_S("peer", c->peer),
			          LOG_S("cause", cause_label(
			                  CAUSE_ESTABLISH_TIMEOUT)));
			link_conn_free(c);
			return;
		}
		arm(c);
		return;
	}
	if (session_due(c) <= now)
		stream_refuse(c->stream, (struct view){ NULL, 0 },
		              CAUSE_ESTABLISH_TIMEOUT, NULL);
	if (ask_due(c) <= now)
		session_ask(c->session, true);
	stream_tick(c->stream, now);
	pump(c);
}

/* --- the pump -------------------------------------------------------------- */

static void flush(struct link_conn *c)
{
	struct buf out = { 0 };

	stream_take(c->stream, &out, now_of(c));
	if (!c->lost)
		channel_write(c->channel, buf_view(&out));
	buf_free(&out);
	/* Attack: a gateway that asks and asks and does not read the answers.
	 * It fills its own window, not our memory; silence does the rest. */
	if (!c->lost && !c->paused && channel_unsent(c->channel) >
	                              c->link->settings->backlog_bytes) {
		c->paused = true;
		channel_pause(c->channel, true);
	}
}

/* docs/link.md section 7: an answer that stays out is waited for so long. */
static bool may_close(const struct link_conn *c)
{
	return c->session == NULL || sm_unacked(c->session->sm) == 0 ||
	       now_of(c) >= c->close_due;
}

static void close_stream(struct link_conn *c)
{
	struct region *r;
	struct element *a;

	if (c->session != NULL && !stream_is_closed(c->stream)) {
		/* XEP-0198 4: a last count before the closing tag. */
		r = region_new();
		a = element_new(r, NS_SM, "a");
		element_set(r, a, "h", region_printf(r, "%" PRIu32,
		            sm_handled(c->session->sm)));
		stream_send(c->stream, a);
		region_free(&r);
	}
	stream_close(c->stream);
}

/* Events until there is none, then one question, then bytes. */
static void pump(void *arg)
{
	struct link_conn *c = arg;
	struct stream_event ev;

	do {
		while (stream_next(c->stream, &ev, now_of(c)))
			link_event(c, &ev);
		if (c->close_due == 0 || stream_is_closed(c->stream) ||
		    !may_close(c))
			break;
		close_stream(c);
	} while (stream_is_closed(c->stream));
	if (c->session != NULL)
		session_ask(c->session, false);
	flush(c);
	if (c->over && c->lost) {
		link_conn_free(c);
		return;
	}
	if (c->over)
		finish(c);
	arm(c);
}

void link_conn_touch(struct link_conn *c)
{
	loop_defer(c->link->loop, pump, c);
}

void link_conn_close(struct link_conn *c)
{
	if (c->stream == NULL) {
		finish(c);
		arm(c);
		return;
	}
	c->close_due = now_of(c) + CLOSE_MS;
	link_conn_touch(c);
}

/* --- the channel ----------------------------------------------------------- */

X509 *link_conn_cert(const struct link_conn *c, enum cause *chain)
{
	struct tls_session *tls = channel_tls(c->channel);

	*chain = tls_session_chain(tls);
	return tls_session_peer(tls);
}

static void log_refused(const struct link_conn *c, enum cause cause,
                        const char *words, const X509 *cert)
{
	struct buf names = { 0 };

	if (cert != NULL)
		cert_describe(cert, &names);
	log_event(LOG_WARN, "link-refused", LOG_S("peer", c->peer),
	          LOG_S("cause", cause_label(cause)), LOG_S("words", words),
	          LOG_V("certificate", buf_view(&names)));
	buf_free(&names);
}

static void on_secured(void *arg)
{
	struct link_conn *c = arg;
	const struct edge_settings *set = c->link->settings;
	struct stream_settings s = {
		.role = STREAM_RECEIVING, .direct_tls = true,
		.both_ways = true, .before = set->before, .after = set->after,
		.establish_ms = establish_left(set->establishment_ms, now_of(c) - c->born),
		.silence_ms = 2 * set->link.keepalive_ms,
	};
	enum cause chain, cause;
	X509 *cert = link_conn_cert(c, &chain);

	cause = gateway_refused(cert, chain, set->link.gateway,
	                        set->link.n_gateway);
	if (cause != CAUSE_NONE) {
		/* Section 1: such a caller gets nothing. */
		log_refused(c, cause, cause_words(cause), cert);
		finish(c);
		arm(c);
		return;
	}
	c->stream = stream_new(&s, now_of(c));
	stream_allow_extension(c->stream, NS_LINK);
	arm(c);
}

static void on_bytes(void *arg, struct view plain)
{
	struct link_conn *c = arg;

	c->heard = now_of(c);
	if (c->stream == NULL)
		return;		/* refused, and it goes on talking */
	stream_feed(c->stream, plain, c->heard);
	pump(c);
}

static void on_flushed(void *arg)
{
	struct link_conn *c = arg;

	if (!c->paused)
		return;
	c->paused = false;
	channel_pause(c->channel, false);
}

static void on_ended(void *arg, enum cause cause, const char *words)
{
	struct link_conn *c = arg;

	c->lost = true;
	if (c->stream == NULL || c->over) {
		if (c->stream == NULL && c->finish_due == 0)
			log_refused(c, cause, words, NULL);
		link_conn_free(c);
		return;
	}
	stream_lost(c->stream);
	pump(c);
}

static const struct channel_ops channel_ops = {
	.secured = on_secured,
	.bytes = on_bytes,
	.flushed = on_flushed,
	.ended = on_ended,
};

void link_conn_accept(struct link *l, int fd, const struct address *from)
{
	struct link_conn *c = mem_zalloc(sizeof *c);

	c->link = l;
	c->id = ids_add(l->conns, c);
	address_print(from, c->peer);
	address_holder(from, c->holder);
	c->heard = loop_now(l->loop);
	c->born = c->heard;
	c->deadline = c->born + l->settings->establishment_ms;
	c->timer = timer_new(l->loop, on_timer, c);
	c->channel = channel_accept(l->loop, fd, &channel_ops, c);
	channel_start_tls(c->channel, l->settings->link.tls, TLS_SERVER, NULL);
	arm(c);
}

void link_conn_free(struct link_conn *c)
{
	ids_remove(c->link->conns, c->id);
	loop_defer_cancel(c->link->loop, pump, c);
	assert(c->session == NULL);	/* detached or ended before */
	channel_free(&c->channel);
	stream_free(&c->stream);
	timer_free(&c->timer);
	link_names_clear(&c->domains);
	free(c->gateway);
	free(c);
}
