/* wire_test.h - the ends that the tests of wire.h pull at.
 */
#ifndef LIB_WIRE_TEST_H
#define LIB_WIRE_TEST_H

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "lib/buf.h"
#include "lib/unit.h"
#include "lib/wire.h"

/* One end: what it got, and what happened to it, a letter each:
 * c connected, b bytes, f flushed, P R X U ended. */
struct end {
	struct wire *wire;
	struct buf got;
	char seen[200];
	size_t largest;		/* bytes handed up at once */
	char free_at;		/* frees the wire when this happens */
	struct end *victim;	/* whose wire is freed too */
};

static struct loop *loop;

static inline void note(struct end *e, char what)
{
	size_t n = strlen(e->seen);

	/* Runs of the same are one. */
	if (n == 0 || e->seen[n - 1] != what) {
		ck_assert_uint_lt(n, sizeof e->seen - 1);
		e->seen[n] = what;
	}
	if (e->free_at == what) {
		wire_free(&e->wire);
		if (e->victim != NULL)
			wire_free(&e->victim->wire);
	}
}

static inline void on_connected(void *arg)
{
	note(arg, 'c');
}

static inline void on_bytes(void *arg, struct view bytes)
{
	struct end *e = arg;

	ck_assert_uint_gt(bytes.n, 0);
	buf_putv(&e->got, bytes);
	if (bytes.n > e->largest)
		e->largest = bytes.n;
	note(e, 'b');
}

static inline void on_flushed(void *arg)
{
	struct end *e = arg;

	ck_assert_uint_eq(wire_unsent(e->wire), 0);
	note(e, 'f');
}

static inline void on_ended(void *arg, enum wire_end how)
{
	static const char letter[] = "PRXU";

	note(arg, letter[how]);
}

static const struct wire_ops ops = { on_connected, on_bytes, on_flushed, on_ended };

static inline void begin(void)
{
	loop = loop_new();
}

static inline void end_free(struct end *e)
{
	wire_free(&e->wire);
	buf_free(&e->got);
}

static inline void end(struct end *a, struct end *b)
{
	if (a != NULL)
		end_free(a);
	if (b != NULL)
		end_free(b);
	loop_free(&loop);
}

/* Turns the loop until `e` has seen exactly that. */
static inline void until_seen(struct end *e, const char *what)
{
	for (int i = 0; i < 1000 && strcmp(e->seen, what) != 0; i++)
		loop_once(loop, 10000);
	ck_assert_str_eq(e->seen, what);
}

static inline void until_got(struct end *e, size_t n)
{
	for (int i = 0; i < 100000 && buf_len(&e->got) < n; i++)
		loop_once(loop, 10000);
	ck_assert_uint_eq(buf_len(&e->got), n);
}

static inline void turns(int n)
{
	while (n-- > 0)
		loop_once(loop, 0);
}

/* A wire and the bare descriptor of its other end. */
static inline int half(struct end *e, int type)
{
	int fds[2];

	ck_assert_int_eq(socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, fds), 0);
	e->wire = wire_new(loop, fds[0], &ops, e);
	ck_assert_int_eq(fcntl(fds[1], F_SETFL, O_NONBLOCK), 0);
	return fds[1];
}

static inline void accept_end(void *arg, int fd, const struct address *from)
{
	struct end *e = arg;
	struct address peer;
	char a[ADDRESS_MAX], b[ADDRESS_MAX];

	e->wire = wire_new(loop, fd, &ops, e);
	wire_peer(e->wire, &peer);
	ck_assert_str_eq(address_print(&peer, a), address_print(from, b));
}

static inline struct listener *listen_for(struct end *e, const char *at)
{
	struct address address;
	struct fault f = { 0 };
	struct listener *l;

	ck_assert(address_parse(view_of(at), &address));
	l = listener_new(loop, &address, accept_end, e, &f);
	ck_assert_msg(l != NULL, "%s", f.text);
	return l;
}

/* `a` has dialled `b`. */
static inline void tcp(struct end *a, struct end *b, const char *at)
{
	struct listener *l = listen_for(b, at);
	struct address to, here, there;
	char x[ADDRESS_MAX], y[ADDRESS_MAX];

	listener_local(l, &to);
	ck_assert_uint_ne(address_port(&to), 0);
	a->wire = wire_dial(loop, &to, &ops, a);
	ck_assert_ptr_nonnull(a->wire);
	ck_assert_str_eq(a->seen, "");	/* never from inside a call */
	until_seen(a, "c");
	for (int i = 0; i < 100 && b->wire == NULL; i++)
		loop_once(loop, 10000);
	ck_assert_ptr_nonnull(b->wire);
	wire_peer(a->wire, &there);
	ck_assert_str_eq(address_print(&there, x), address_print(&to, y));
	wire_local(a->wire, &here);
	wire_peer(b->wire, &there);
	ck_assert_str_eq(address_print(&here, x), address_print(&there, y));
	listener_free(&l);
	ck_assert_ptr_null(l);
	a->seen[0] = '\0';
}

static inline size_t drain(int fd)
{
	static char sink[65536];
	size_t n = 0;
	ssize_t got;

	while ((got = recv(fd, sink, sizeof sink, 0)) > 0)
		n += (size_t)got;
	return n;
}

#endif
