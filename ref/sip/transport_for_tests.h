/* transport_for_tests.h - transports on sockets of the loopback, which tell what they
 * heard, and a bare peer. */
#ifndef REF_SIP_TRANSPORT_FOR_TESTS_H
#define REF_SIP_TRANSPORT_FOR_TESTS_H

#include <stdio.h>
#include <string.h>

#include "lib/buf.h"
#include "lib/unit.h"
#include "lib/wire.h"
#include "sip/transport_private.h"

#define MESSAGE "OPTIONS sip:x@y SIP/2.0\r\nVia: SIP/2.0/TCP h;branch=z9hG4bK1\r\n" \
	"Content-Length: 4\r\n\r\nbody"

static struct loop *loop;

/* A transport, and what it said: "[message] closed:CAUSE broken:400 unreachable ". */
struct end {
	struct transport *t;
	struct buf story;
	struct sip_flow from;
	bool trusted;
};

static inline void on_message(void *arg, struct view bytes, const struct sip_flow *from)
{
	struct end *e = arg;
	struct view line, rest;

	view_cut(bytes, ' ', &line, &rest);
	buf_printf(&e->story, "[%.*s %zu] ", VIEW_ARG(line), bytes.n);
	e->from = *from;
	e->trusted = transport_is_trusted(e->t, from);
}

static inline void on_broken(void *arg, struct view head, unsigned status, const char *words,
                      const struct sip_flow *from)
{
	struct end *e = arg;

	(void)words;
	ck_assert_uint_ne(head.n, 0);
	buf_printf(&e->story, "broken:%u ", status);
	ck_assert(transport_send(e->t, from, VIEW("SIP/2.0 400 No\r\n\r\n")));
}

static inline void on_closed(void *arg, uint64_t connection, enum cause cause)
{
	struct end *e = arg;

	ck_assert_uint_ne(connection, 0);
	buf_printf(&e->story, "closed:%s ", cause_label(cause));
}

static inline void on_unreachable(void *arg, const struct address *peer)
{
	struct end *e = arg;

	(void)peer;
	buf_puts(&e->story, "unreachable ");
}

static const struct transport_ops ops = {
	.message = on_message,
	.broken = on_broken,
	.closed = on_closed,
	.unreachable = on_unreachable,
};

static inline void begin(struct end *e, enum sip_transport kind, struct transport_settings s)
{
	struct transport_listen listen = { .transport = kind };
	struct fault f = { 0 };

	if (loop == NULL)
		loop = loop_new();
	memset(e, 0, sizeof *e);
	ck_assert(address_parse(VIEW("127.0.0.1:0"), &listen.at));
	s.listen = &listen;
	s.n_listen = 1;
	e->t = transport_new(loop, &s, &ops, e, &f);
	ck_assert_msg(e->t != NULL, "%s", f.text);
}

static inline void end(struct end *e)
{
	transport_free(&e->t);
	buf_free(&e->story);
}

static inline void done(void)
{
	loop_free(&loop);
}

static inline void until(struct end *e, const char *story)
{
	for (int i = 0; i < 500; i++) {
		if (buf_len(&e->story) != 0 && strcmp(buf_cstr(&e->story), story) == 0)
			break;
		loop_once(loop, 10);
	}
	ck_assert_str_eq(buf_len(&e->story) != 0 ? buf_cstr(&e->story) : "", story);
	buf_clear(&e->story);
}

/* --- a bare peer ------------------------------------------------------------------ */

struct bare {
	struct wire *wire;
	struct listener *listener;
	struct buf got;
	bool connected, ended;
	size_t accepted;
};

static inline void bare_connected(void *arg)
{
	((struct bare *)arg)->connected = true;
}

static inline void bare_bytes(void *arg, struct view bytes)
{
	buf_putv(&((struct bare *)arg)->got, bytes);
}

static inline void bare_ended(void *arg, enum wire_end how)
{
	(void)how;
	((struct bare *)arg)->ended = true;
}

static const struct wire_ops bare_ops = { bare_connected, bare_bytes, NULL, bare_ended };

static inline void bare_accept(void *arg, int fd, const struct address *from)
{
	struct bare *b = arg;

	(void)from;
	b->accepted++;
	wire_free(&b->wire);
	b->wire = wire_new(loop, fd, &bare_ops, b);
}

static inline void bare_dial(struct bare *b, const struct end *to)
{
	struct address at;

	memset(b, 0, sizeof *b);
	transport_local(to->t, 0, &at);
	b->wire = wire_dial(loop, &at, &bare_ops, b);
	for (int i = 0; i < 1000 && !b->connected; i++)
		loop_once(loop, 10);
	ck_assert(b->connected);
}

static inline void bare_listen(struct bare *b, struct address *at)
{
	struct fault f = { 0 };

	memset(b, 0, sizeof *b);
	ck_assert(address_parse(VIEW("127.0.0.1:0"), at));
	b->listener = listener_new(loop, at, bare_accept, b, &f);
	ck_assert_msg(b->listener != NULL, "%s", f.text);
	listener_local(b->listener, at);
}

static inline void bare_until(struct bare *b, const char *got)
{
	for (int i = 0; i < 500; i++) {
		if (buf_len(&b->got) != 0 && strcmp(buf_cstr(&b->got), got) == 0)
			break;
		loop_once(loop, 10);
	}
	ck_assert_str_eq(buf_len(&b->got) != 0 ? buf_cstr(&b->got) : "", got);
	buf_clear(&b->got);
}

static inline void bare_until_ended(struct bare *b)
{
	for (int i = 0; i < 500 && !b->ended; i++)
		loop_once(loop, 10);
	ck_assert(b->ended);
}

static inline void bare_end(struct bare *b)
{
	wire_free(&b->wire);
	listener_free(&b->listener);
	buf_free(&b->got);
}

#endif
