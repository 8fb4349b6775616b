#include "xmpp/conn.h"

#include <stdlib.h>
#include <time.h>

#include "jid/jid.h"
#include "lib/mem.h"
#include "xmpp/conn_rate.h"

/* A peer that answers our FIN with nothing does not keep the socket. */
#define FINISH_MS 5000
/* A closing tag that answers one with a FIN right behind it. */
#define LAST_BYTES_MS 100

#define BACKLOG_DEFAULT (1024 * 1024)

struct conn_set {
	struct loop *loop;
	struct conn *first;
	size_t n;
	size_t backlog;
};

struct conn {
	struct conn_set *set;
	struct conn *prev, *next;
	struct channel *channel;
	struct stream *stream;
	struct timer *timer;
	const struct conn_ops *ops;
	void *arg;
	struct buf out;
	bool *gone;		/* set when freed inside a callback */
	char *target;		/* DNSSEC says that it serves the domain; NULL */
	struct tlsa_set *tlsa;	/* NULL: none */
	uint64_t heard;		/* when the last byte came */
	uint64_t silence_ms;
	uint64_t finish_due;	/* 0: not finishing */
	bool handshake;		/* TLS has been started and is not up */
	bool lost;		/* the channel has ended */
	bool over;		/* the stream has ended */
	bool told;		/* the owner knows: only conn_free() is left */
	struct conn_rate rate;
	uint64_t slow_until;	/* the peer has sent faster than its rate; 0: it has not */
	bool was_slow;
	bool full;		/* it does not read what it is sent */
	bool paused;		/* for one of the two nothing is read */
	enum cause why;		/* what the channel said */
	char *words;
};

static void pump(void *arg);
static const struct channel_ops channel_ops;

struct conn_set *conn_set_new(struct loop *l)
{
	struct conn_set *s = mem_zalloc(sizeof *s);

	s->loop = l;
	s->backlog = BACKLOG_DEFAULT;
	return s;
}

void conn_set_free(struct conn_set **sp)
{
	struct conn_set *s = *sp;

	*sp = NULL;
	if (s == NULL)
		return;
	while (s->first != NULL) {
		struct conn *c = s->first;

		conn_free(&c);
	}
	free(s);
}

size_t conn_set_count(const struct conn_set *s)
{
	return s->n;
}

void conn_set_backlog(struct conn_set *s, size_t bytes)
{
	s->backlog = bytes != 0 ? bytes : BACKLOG_DEFAULT;
}

static void timer_due(void *arg);

static struct conn *conn_new(struct conn_set *s, const struct conn_ops *ops,
                             void *arg)
{
	struct conn *c = mem_zalloc(sizeof *c);

	c->set = s;
	c->ops = ops;
	c->arg = arg;
	c->heard = loop_now(s->loop);
	c->timer = timer_new(s->loop, timer_due, c);
	c->next = s->first;
	if (c->next != NULL)
		c->next->prev = c;
	s->first = c;
	s->n++;
	return c;
}

struct conn *conn_accept(struct conn_set *s, int fd, const struct conn_ops *ops,
                         void *arg)
{
	struct conn *c = conn_new(s, ops, arg);

	c->channel = channel_accept(s->loop, fd, &channel_ops, c);
	return c;
}

struct conn *conn_dial(struct conn_set *s, const struct address *to,
                       const struct conn_ops *ops, void *arg)
{
	return conn_dial_from(s, NULL, to, ops, arg);
}

struct conn *conn_dial_from(struct conn_set *s, const struct address *from,
                            const struct address *to, const struct conn_ops *ops, void *arg)
{
	struct conn *c = conn_new(s, ops, arg);

	c->channel = channel_dial_from(s->loop, from, to, &channel_ops, c);
	if (c->channel == NULL)
		conn_free(&c);
	return c;
}

void conn_free(struct conn **cp)
{
	struct conn *c = *cp;

	*cp = NULL;
	if (c == NULL)
		return;
	if (c->gone != NULL)
		*c->gone = true;
	loop_defer_cancel(c->set->loop, pump, c);
	channel_free(&c->channel);
	stream_free(&c->stream);
	timer_free(&c->timer);
	buf_free(&c->out);
	free(c->words);
	free(c->target);
	free(c->tlsa);
	if (c->prev != NULL)
		c->prev->next = c->next;
	else
		c->set->first = c->next;
	if (c->next != NULL)
		c->next->prev = c->prev;
	c->set->n--;
	free(c);
}

void conn_set_owner(struct conn *c, const struct conn_ops *ops, void *arg)
{
	c->ops = ops;
	c->arg = arg;
}

struct stream *conn_stream(const struct conn *c)
{
	return c->stream;
}

void conn_open(struct conn *c, const struct stream_settings *settings)
{
	struct stream_settings s = *settings;

	s.direct_tls = channel_is_secure(c->channel);
	c->stream = stream_new(&s, loop_now(c->set->loop));
	conn_touch(c);
}

void conn_expect(struct conn *c, const struct attempt *at, const struct tlsa_set *tlsa)
{
	free(c->target);
	free(c->tlsa);
	c->target = at->target_secure ? mem_strdup(at->target) : NULL;
	c->tlsa = NULL;
	if (tlsa != NULL && tlsa->n != 0) {
		c->tlsa = mem_alloc(sizeof *c->tlsa);
		*c->tlsa = *tlsa;
	}
}

bool conn_has_dane(const struct conn *c)
{
	return c->tlsa != NULL;
}

void conn_direct_tls(struct conn *c, struct tls_context *ctx,
                     enum tls_role role, const char *sni, uint64_t within_ms)
{
	c->handshake = true;
	if (role == TLS_CLIENT && c->tlsa != NULL)
		channel_start_tls_dane(c->channel, ctx, sni, c->tlsa);
	else
		channel_start_tls(c->channel, ctx, role, sni);
	if (within_ms != 0) {
		c->why = CAUSE_ESTABLISH_TIMEOUT;
		c->finish_due = loop_now(c->set->loop) + within_ms;
		timer_set(c->timer, c->finish_due);
	}
}

void conn_start_tls(struct conn *c, struct tls_context *ctx,
                    enum tls_role role, const char *sni)
{
	/* <proceed/> has to leave in clear. */
	stream_take(c->stream, &c->out, loop_now(c->set->loop));
	channel_write(c->channel, buf_view(&c->out));
	buf_clear(&c->out);
	conn_direct_tls(c, ctx, role, sni, 0);
}

void conn_touch(struct conn *c)
{
	loop_defer(c->set->loop, pump, c);
}

void conn_set_silence(struct conn *c, uint64_t ms)
{
	c->silence_ms = ms;
	conn_touch(c);
}

void conn_set_rate(struct conn *c, uint64_t bytes)
{
	c->rate.per_second = bytes;
}

uint64_t conn_heard(const struct conn *c)
{
	return c->heard;
}

size_t conn_unsent(const struct conn *c)
{
	return channel_unsent(c->channel) +
	       (c->stream != NULL ? stream_unsent(c->stream) : 0);
}

bool conn_is_secure(const struct conn *c)
{
	return channel_is_secure(c->channel);
}

bool conn_is_lost(const struct conn *c)
{
	return c->lost;
}

void conn_peer(const struct conn *c, struct address *out)
{
	channel_peer(c->channel, out);
}

/* --- the peer's certificate ---------------------------------------------- */

static enum cause leaf_of(const struct conn *c, const struct tls_context *by, X509 **leaf)
{
	struct tls_session *tls = channel_tls(c->channel);

	*leaf = tls != NULL ? tls_session_peer(tls) : NULL;
	if (*leaf == NULL)
		return CAUSE_CERT_NONE;
	return by != NULL ? tls_session_chain_by(tls, by) : tls_session_chain(tls);
}

uint64_t conn_certificate_left(const struct conn *c)
{
	struct tls_session *tls = channel_tls(c->channel);
	int64_t at = tls != NULL ? tls_session_expires(tls) : INT64_MAX,
	        now = (int64_t)time(NULL);

	if (at == INT64_MAX)
		return UINT64_MAX;
	return at > now ? (uint64_t)(at - now) * 1000 : 0;
}

enum cause conn_certificate(const struct conn *c, struct view domain,
                            const struct tls_context *by)
{
	struct region *r;
	struct view ascii;
	enum cause cause;
	X509 *leaf;

	cause = leaf_of(c, by, &leaf);
	if (cause != CAUSE_NONE)
		return cause;
	r = region_new();
	if (!domain_ascii(domain, r, &ascii) ||
	    !cert_names_reference(leaf, tls_session_dane(channel_tls(c->channel)), ascii,
	                          domain, view_of(c->target)))
		cause = CAUSE_CERT_NAME;
	region_free(&r);
	return cause;
}

enum cause conn_certificate_host(const struct conn *c, struct view host)
{
	X509 *leaf;
	enum cause cause = leaf_of(c, NULL, &leaf);

	if (cause == CAUSE_NONE && !cert_names_host(leaf, host))
		cause = CAUSE_CERT_NAME;
	return cause;
}

const char *conn_tls_version(const struct conn *c)
{
	struct tls_session *tls = channel_tls(c->channel);

	return tls != NULL ? tls_session_version(tls) : "none";
}

enum dane_match conn_dane(const struct conn *c)
{
	struct tls_session *tls = channel_tls(c->channel);

	return tls != NULL ? tls_session_dane(tls) : DANE_UNUSED;
}

void conn_describe_dane(const struct conn *c, struct buf *out)
{
	if (c->tlsa != NULL)
		tlsa_describe(c->tlsa, out);
}

void conn_describe_key(const struct conn *c, struct buf *out)
{
	struct tls_session *tls = channel_tls(c->channel);
	X509 *leaf = tls != NULL ? tls_session_peer(tls) : NULL;

	if (leaf != NULL)
		dane_describe(leaf, out);
}

const char *conn_dane_words(const struct conn *c)
{
	static const char *const words[] = {
		[DANE_UNUSED] = "none",   [DANE_PKIX] = "pkix", [DANE_ISSUER] = "issuer",
		[DANE_KEY] = "key",       [DANE_NONE] = "no-match",
	};

	return words[conn_dane(c)];
}

const char *conn_tls_cipher(const struct conn *c)
{
	struct tls_session *tls = channel_tls(c->channel);

	return tls != NULL ? tls_session_cipher(tls) : "none";
}

void conn_describe_peer(const struct conn *c, struct buf *out)
{
	struct tls_session *tls = channel_tls(c->channel);
	X509 *leaf = tls != NULL ? tls_session_peer(tls) : NULL;

	if (leaf != NULL)
		cert_describe(leaf, out);
}

/* --- the pump ------------------------------------------------------------ */

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
static void pump(void *arg)
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

static void timer_due(void *arg)
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
	pump(c);
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
	pump(c);
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
	count_rate(c, plain.n);
	stream_feed(c->stream, plain, c->heard);
	pump(c);
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
	pump(c);
}

static const struct channel_ops channel_ops = {
	.connected = on_connected,
	.secured = on_secured,
	.bytes = on_bytes,
	.flushed = on_flushed,
	.ended = on_ended,
};

void conn_leave(struct conn **cp)
{
	struct conn *c = *cp;

	*cp = NULL;
	if (c == NULL)
		return;
	c->ops = NULL;
	c->arg = NULL;
	if (c->stream == NULL || c->told) {
		conn_free(&c);
		return;
	}
	stream_close(c->stream);
	conn_touch(c);
}
