/* channel_rig.h - two channels in one loop, each of which tells a story.
 *
 *	connected secured [bytes] ended:cause:words
 *
 * No callback may come while a call into a channel is under way.
 * Header only, so that nothing of it ends up in the product.
 */
#ifndef REF_TLS_CHANNEL_RIG_H
#define REF_TLS_CHANNEL_RIG_H

#include "tls/channel.h"

#include <sys/socket.h>

#include "lib/unit.h"
#include "tls/testcert.h"

static struct tc ca, leaf;
static struct tls_context *ctx;
static struct loop *loop;
static int calls;		/* into a channel, under way */

static inline void setup(void)
{
	struct fault f = { 0 };
	char *ca_file, *cert, *key;

	ca = tc_ca("ca", NULL);
	leaf = tc_leaf(&ca, "dns:peer.example");
	ca_file = tc_cert_file(&ca);
	cert = tc_cert_file(&leaf);
	key = tc_key_file(&leaf);
	ctx = tls_context_new(&(struct tls_settings){ .certificate = cert, .key = key,
	                                              .trust = ca_file }, &f);
	ck_assert_ptr_nonnull(ctx);
	tc_unlink(&ca_file);
	tc_unlink(&cert);
	tc_unlink(&key);
	loop = loop_new();
}

static inline void teardown(void)
{
	loop_free(&loop);
	tls_context_free(&ctx);
	tc_free(&leaf);
	tc_free(&ca);
}

/* --- one end, that notes what happens --------------------------------------- */

struct end {
	struct channel *c;
	struct buf story;	/* "connected secured [bytes] ended:cause:words" */
	const char *on_text;	/* when this text comes, */
	void (*then)(struct end *e);	/* do this, within the callback */
	void (*on_secured)(struct end *e);
	void (*on_ended)(struct end *e);
	size_t flushed;
};

static inline void connected(void *arg)
{
	struct end *e = arg;

	ck_assert_int_eq(calls, 0);
	buf_puts(&e->story, "connected ");
}

static inline void secured(void *arg)
{
	struct end *e = arg;

	ck_assert_int_eq(calls, 0);
	ck_assert(channel_is_secure(e->c));
	buf_puts(&e->story, "secured ");
	if (e->on_secured != NULL)
		e->on_secured(e);
}

static inline void bytes(void *arg, struct view plain)
{
	struct end *e = arg;

	ck_assert_int_eq(calls, 0);
	ck_assert_uint_gt(plain.n, 0);
	buf_printf(&e->story, "[%.*s] ", VIEW_ARG(plain));
	if (e->on_text != NULL && view_find(plain, view_of(e->on_text)) != plain.n)
		e->then(e);
}

static inline void flushed(void *arg)
{
	struct end *e = arg;

	ck_assert_int_eq(calls, 0);
	ck_assert_uint_eq(channel_unsent(e->c), 0);
	e->flushed++;
}

static inline void ended(void *arg, enum cause cause, const char *words)
{
	struct end *e = arg;

	ck_assert_int_eq(calls, 0);
	buf_printf(&e->story, "ended:%s:%s", cause_label(cause), words);
	if (e->on_ended != NULL)
		e->on_ended(e);
}

static const struct channel_ops ops = { connected, secured, bytes, flushed, ended };

static inline void call_write(struct end *e, const char *text)
{
	calls++;
	channel_write(e->c, view_of(text));
	calls--;
}

static inline void call_tls(struct end *e, enum tls_role role)
{
	calls++;
	channel_start_tls(e->c, ctx, role, role == TLS_CLIENT ? "peer.example" : NULL);
	calls--;
}

static inline void call_finish(struct end *e)
{
	calls++;
	channel_finish(e->c);
	calls--;
}

static inline void call_pause(struct end *e, bool pause)
{
	calls++;
	channel_pause(e->c, pause);
	calls--;
}

static inline void end_free(struct end *e)
{
	channel_free(&e->c);
	buf_free(&e->story);
}

static inline void end_pair(struct end *a, struct end *b)
{
	int fd[2];

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, fd), 0);
	a->c = channel_accept(loop, fd[0], &ops, a);
	b->c = channel_accept(loop, fd[1], &ops, b);
}

static inline void turns(int n)
{
	while (n-- > 0)
		loop_once(loop, 0);
}

/* Turns until `e` tells a story that ends so. */
static inline void until(struct end *e, const char *tail)
{
	for (int i = 0; i < 2000 && !view_ends(buf_view(&e->story), view_of(tail)); i++)
		loop_once(loop, 5);
	ck_assert_msg(view_ends(buf_view(&e->story), view_of(tail)), "%s, not %s",
	              buf_cstr(&e->story), tail);
}

static inline void story_is(struct end *e, const char *story)
{
	ck_assert_str_eq(buf_cstr(&e->story), story);
}

/* A world in which the two are connected, in clear. */
static inline void begin(struct end *a, struct end *b)
{
	setup();
	end_pair(a, b);
}

static inline void end(struct end *a, struct end *b)
{
	end_free(a);
	end_free(b);
	teardown();
}

#endif
