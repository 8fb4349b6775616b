/* conn.c - all connections there are; the life of one, and what its owner asks for. */
#include <stdlib.h>

#include "lib/mem.h"
#include "xmpp/admission.h"
#include "xmpp/conn_private.h"

#define BACKLOG_DEFAULT (1024 * 1024)

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

static struct conn *conn_new(struct conn_set *s, const struct conn_ops *ops,
                             void *arg)
{
	struct conn *c = mem_zalloc(sizeof *c);

	c->set = s;
	c->ops = ops;
	c->arg = arg;
	c->born = c->heard = loop_now(s->loop);
	c->timer = timer_new(s->loop, conn_due, c);
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

	c->channel = channel_accept(s->loop, fd, &conn_channel_ops, c);
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

	c->channel = channel_dial_from(s->loop, from, to, &conn_channel_ops, c);
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
	loop_defer_cancel(c->set->loop, conn_pump, c);
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
	s.establish_ms = establish_left(s.establish_ms, loop_now(c->set->loop) - c->born);
	c->stream = stream_new(&s, loop_now(c->set->loop));
	conn_touch(c);
}

void conn_direct_tls(struct conn *c, struct tls_context *ctx,
                     enum tls_role role, const char *sni, uint64_t within_ms)
{
	c->handshake = true;
	if (role != TLS_SERVER && c->tlsa != NULL)
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
	loop_defer(c->set->loop, conn_pump, c);
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
