#include "lib/wire.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "lib/buf.h"
#include "lib/rng.h"
#include "lib/unit.h"

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

static void note(struct end *e, char what)
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

static void on_connected(void *arg)
{
	note(arg, 'c');
}

static void on_bytes(void *arg, struct view bytes)
{
	struct end *e = arg;

	ck_assert_uint_gt(bytes.n, 0);
	buf_putv(&e->got, bytes);
	if (bytes.n > e->largest)
		e->largest = bytes.n;
	note(e, 'b');
}

static void on_flushed(void *arg)
{
	struct end *e = arg;

	ck_assert_uint_eq(wire_unsent(e->wire), 0);
	note(e, 'f');
}

static void on_ended(void *arg, enum wire_end how)
{
	static const char letter[] = "PRXU";

	note(arg, letter[how]);
}

static const struct wire_ops ops = { on_connected, on_bytes, on_flushed, on_ended };

static void begin(void)
{
	loop = loop_new();
}

static void end_free(struct end *e)
{
	wire_free(&e->wire);
	buf_free(&e->got);
}

static void end(struct end *a, struct end *b)
{
	if (a != NULL)
		end_free(a);
	if (b != NULL)
		end_free(b);
	loop_free(&loop);
}

/* Turns the loop until `e` has seen exactly that. */
static void until_seen(struct end *e, const char *what)
{
	for (int i = 0; i < 1000 && strcmp(e->seen, what) != 0; i++)
		loop_once(loop, 10000);
	ck_assert_str_eq(e->seen, what);
}

static void until_got(struct end *e, size_t n)
{
	for (int i = 0; i < 100000 && buf_len(&e->got) < n; i++)
		loop_once(loop, 10000);
	ck_assert_uint_eq(buf_len(&e->got), n);
}

static void turns(int n)
{
	while (n-- > 0)
		loop_once(loop, 0);
}

/* A wire and the bare descriptor of its other end. */
static int half(struct end *e, int type)
{
	int fds[2];

	ck_assert_int_eq(socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, fds), 0);
	e->wire = wire_new(loop, fds[0], &ops, e);
	ck_assert_int_eq(fcntl(fds[1], F_SETFL, O_NONBLOCK), 0);
	return fds[1];
}

/* --- TCP ------------------------------------------------------------------- */

static void accept_end(void *arg, int fd, const struct address *from)
{
	struct end *e = arg;
	struct address peer;
	char a[ADDRESS_MAX], b[ADDRESS_MAX];

	e->wire = wire_new(loop, fd, &ops, e);
	wire_peer(e->wire, &peer);
	ck_assert_str_eq(address_print(&peer, a), address_print(from, b));
}

static struct listener *listen_for(struct end *e, const char *at)
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
static void tcp(struct end *a, struct end *b, const char *at)
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

static void check_talk(const char *at)
{
	struct end a = { 0 }, b = { 0 };

	begin();
	tcp(&a, &b, at);
	wire_write(a.wire, VIEW("hello, "));
	wire_write(a.wire, VIEW("b"));
	wire_write(b.wire, VIEW("hello, a"));
	ck_assert_uint_eq(wire_unsent(a.wire), 8);
	until_got(&b, 8);
	until_got(&a, 8);
	ck_assert_str_eq(buf_cstr(&b.got), "hello, b");
	ck_assert_str_eq(buf_cstr(&a.got), "hello, a");
	ck_assert_uint_eq(wire_unsent(a.wire), 0);
	end(&a, &b);
}

START_TEST(two_ends_talk)
{
	check_talk("127.0.0.1:0");
	check_talk("[::1]:0");
}
END_TEST

START_TEST(what_is_written_while_dialling_is_sent)
{
	struct end a = { 0 }, b = { 0 };
	struct listener *l;
	struct address to;

	begin();
	l = listen_for(&b, "127.0.0.1:0");
	listener_local(l, &to);
	a.wire = wire_dial(loop, &to, &ops, &a);
	wire_write(a.wire, VIEW("early"));
	wire_finish(a.wire);
	wire_write(a.wire, VIEW("dropped"));
	until_got(&b, 5);
	until_seen(&b, "bP");
	until_seen(&a, "cf");
	ck_assert_str_eq(buf_cstr(&b.got), "early");
	listener_free(&l);
	end(&a, &b);
}
END_TEST

START_TEST(eight_mebibytes_arrive_whole_both_ways)
{
	struct end a = { 0 }, b = { 0 };
	size_t n = 8u << 20;
	char *data = malloc(n);
	struct rng r;

	begin();
	ck_assert_ptr_nonnull(data);
	rng_seed(&r, 3);
	for (size_t i = 0; i < n; i++)
		data[i] = (char)rng_next(&r);
	tcp(&a, &b, "127.0.0.1:0");
	for (size_t i = 0; i < n; i += 8192) {
		wire_write(a.wire, (struct view){ data + i, 8192 });
		wire_write(b.wire, (struct view){ data + i, 8192 });
	}
	until_got(&a, n);
	until_got(&b, n);
	ck_assert(view_eq(buf_view(&a.got), (struct view){ data, n }));
	ck_assert(view_eq(buf_view(&b.got), (struct view){ data, n }));
	ck_assert_uint_le(a.largest, 65536);
	end(&a, &b);
	free(data);
}
END_TEST

START_TEST(descriptors_do_not_leak_into_children_and_do_not_wait)
{
	struct end a = { 0 }, b = { 0 };
	int on, n = 0;
	socklen_t len = sizeof on;

	begin();
	tcp(&a, &b, "127.0.0.1:0");
	for (int fd = 3; fd < 64; fd++) {
		int flags = fcntl(fd, F_GETFD);

		if (flags < 0 || getsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, &len) != 0)
			continue;
		ck_assert(on);
		ck_assert_int_ne(flags & FD_CLOEXEC, 0);
		ck_assert_int_ne(fcntl(fd, F_GETFL) & O_NONBLOCK, 0);
		n++;
	}
	ck_assert_int_ge(n, 2);
	end(&a, &b);
}
END_TEST

/* --- writing --------------------------------------------------------------- */

static void write_later(void *arg)
{
	wire_write(((struct end *)arg)->wire, VIEW("3"));
}

/* A socket that keeps the boundaries shows the single writes. */
START_TEST(a_turn_is_one_write_behind_the_hooks)
{
	struct end a = { 0 };
	char got[16];
	int fd;

	begin();
	fd = half(&a, SOCK_SEQPACKET);
	wire_write(a.wire, VIEW("1"));
	wire_write(a.wire, VIEW(""));
	loop_defer(loop, write_later, &a);
	wire_write(a.wire, VIEW("2"));
	ck_assert_int_eq(recv(fd, got, sizeof got, 0), -1);	/* nothing yet */
	ck_assert_str_eq(a.seen, "");
	loop_once(loop, 10000);
	ck_assert_int_eq(recv(fd, got, sizeof got, 0), 3);
	ck_assert_int_eq(memcmp(got, "123", 3), 0);
	ck_assert_int_eq(recv(fd, got, sizeof got, 0), -1);
	ck_assert_str_eq(a.seen, "f");
	close(fd);
	end(&a, NULL);
}
END_TEST

static size_t drain(int fd)
{
	static char sink[65536];
	size_t n = 0;
	ssize_t got;

	while ((got = recv(fd, sink, sizeof sink, 0)) > 0)
		n += (size_t)got;
	return n;
}

START_TEST(flushed_comes_when_the_kernel_has_all)
{
	static char data[4 << 20];
	struct end a = { 0 };
	size_t n = 0;
	int fd;

	begin();
	fd = half(&a, SOCK_STREAM);
	wire_write(a.wire, (struct view){ data, sizeof data });
	turns(5);
	ck_assert_str_eq(a.seen, "");
	ck_assert_uint_gt(wire_unsent(a.wire), 0);
	ck_assert_uint_lt(wire_unsent(a.wire), sizeof data);
	while (a.seen[0] == '\0') {
		n += drain(fd);
		turns(1);
	}
	n += drain(fd);
	ck_assert_uint_eq(n, sizeof data);
	ck_assert_str_eq(a.seen, "f");
	wire_write(a.wire, VIEW("x"));	/* and it works as before */
	turns(2);
	ck_assert_uint_eq(drain(fd), 1);
	close(fd);
	end(&a, NULL);
}
END_TEST

START_TEST(finish_sends_fin_behind_the_output)
{
	static char data[4 << 20];
	struct end a = { 0 };
	char c;
	size_t n = 0;
	int fd;

	begin();
	fd = half(&a, SOCK_STREAM);
	wire_write(a.wire, (struct view){ data, sizeof data });
	wire_finish(a.wire);
	wire_finish(a.wire);
	wire_write(a.wire, VIEW("dropped"));
	while (a.seen[0] == '\0') {
		turns(1);
		n += drain(fd);
	}
	ck_assert_uint_eq(n, sizeof data);
	ck_assert_int_eq(recv(fd, &c, 1, 0), 0);	/* FIN */
	ck_assert_int_eq(send(fd, "still", 5, 0), 5);	/* reading goes on */
	until_got(&a, 5);
	close(fd);
	until_seen(&a, "fbP");
	end(&a, NULL);
}
END_TEST

START_TEST(finish_without_output_sends_fin)
{
	struct end a = { 0 };
	char c;
	int fd;

	begin();
	fd = half(&a, SOCK_STREAM);
	wire_finish(a.wire);
	ck_assert_int_eq(recv(fd, &c, 1, 0), -1);
	turns(1);
	ck_assert_int_eq(recv(fd, &c, 1, 0), 0);
	ck_assert_str_eq(a.seen, "");
	close(fd);
	end(&a, NULL);
}
END_TEST

/* --- reading --------------------------------------------------------------- */

START_TEST(a_turn_reads_no_more_than_64_kib_of_one_wire)
{
	static char data[1 << 20];
	struct end a = { 0 }, b = { 0 };
	ssize_t sent;
	int fd, other, size = 1 << 20;

	begin();
	fd = half(&a, SOCK_STREAM);
	other = half(&b, SOCK_STREAM);
	ck_assert_int_eq(setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof size), 0);
	sent = send(fd, data, sizeof data, 0);
	ck_assert_int_gt(sent, 65536);
	ck_assert_int_eq(send(other, "x", 1, 0), 1);
	loop_once(loop, 10000);
	ck_assert_uint_gt(buf_len(&a.got), 0);
	ck_assert_uint_le(buf_len(&a.got), 65536);
	ck_assert_uint_eq(buf_len(&b.got), 1);	/* nobody starves */
	until_got(&a, (size_t)sent);
	close(fd);
	close(other);
	end(&a, &b);
}
END_TEST

START_TEST(pause_holds_reading_and_writing_goes_on)
{
	struct end a = { 0 };
	int fd;

	begin();
	fd = half(&a, SOCK_STREAM);
	wire_pause(a.wire, true);
	wire_pause(a.wire, true);
	ck_assert_int_eq(send(fd, "abc", 3, 0), 3);
	wire_write(a.wire, VIEW("xyz"));
	turns(5);
	ck_assert_str_eq(a.seen, "f");
	ck_assert_uint_eq(drain(fd), 3);
	wire_pause(a.wire, false);
	until_seen(&a, "fb");
	ck_assert_str_eq(buf_cstr(&a.got), "abc");
	close(fd);
	end(&a, NULL);
}
END_TEST

/* --- ends ------------------------------------------------------------------ */

START_TEST(after_the_peers_fin_writing_goes_on)
{
	struct end a = { 0 };
	int fd;

	begin();
	fd = half(&a, SOCK_STREAM);
	ck_assert_int_eq(send(fd, "bye", 3, 0), 3);
	ck_assert_int_eq(shutdown(fd, SHUT_WR), 0);
	until_seen(&a, "bP");
	turns(5);
	ck_assert_str_eq(a.seen, "bP");		/* told once */
	wire_write(a.wire, VIEW("late"));
	until_seen(&a, "bPf");
	ck_assert_uint_eq(drain(fd), 4);
	close(fd);
	wire_write(a.wire, VIEW("too late"));
	until_seen(&a, "bPfR");
	wire_write(a.wire, VIEW("nobody"));
	ck_assert_uint_eq(wire_unsent(a.wire), 0);
	turns(3);
	ck_assert_str_eq(a.seen, "bPfR");
	end(&a, NULL);
}
END_TEST

static void reset(int fd)
{
	const struct linger at_once = { 1, 0 };

	ck_assert_int_eq(setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once), 0);
	close(fd);
}

static struct address port_of(int fd)
{
	struct address a = { .len = sizeof a.ss };

	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&a.ss, &a.len), 0);
	return a;
}

/* A bare descriptor that is connected by TCP to the wire of `e`. */
static int tcp_half(struct end *e)
{
	struct listener *l = listen_for(e, "127.0.0.1:0");
	struct address to;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	listener_local(l, &to);
	ck_assert_int_eq(connect(fd, (struct sockaddr *)&to.ss, to.len), 0);
	for (int i = 0; i < 100 && e->wire == NULL; i++)
		loop_once(loop, 10000);
	ck_assert_ptr_nonnull(e->wire);
	listener_free(&l);
	return fd;
}

START_TEST(rst_is_told_from_fin)
{
	struct end a = { 0 };

	begin();
	reset(tcp_half(&a));
	until_seen(&a, "R");
	wire_write(a.wire, VIEW("nobody"));
	turns(3);
	ck_assert_str_eq(a.seen, "R");
	end(&a, NULL);
}
END_TEST

/* A peer says why and goes, while we are still writing to it. */
START_TEST(last_words_are_read_when_writing_fails)
{
	struct end a = { 0 };
	int fd;

	begin();
	fd = half(&a, SOCK_STREAM);
	ck_assert_int_eq(send(fd, "because", 7, 0), 7);
	close(fd);
	/* The first turn would read; let the write come first. */
	wire_pause(a.wire, true);
	turns(1);
	wire_pause(a.wire, false);
	wire_write(a.wire, VIEW("x"));
	until_got(&a, 7);
	until_seen(&a, "bR");
	ck_assert_str_eq(buf_cstr(&a.got), "because");
	end(&a, NULL);
}
END_TEST

/* Who paused until its output is gone would otherwise wait for ever. */
START_TEST(a_failed_write_is_told_to_who_has_paused)
{
	struct end a = { 0 };
	int fd;

	begin();
	fd = half(&a, SOCK_STREAM);
	wire_pause(a.wire, true);
	close(fd);
	turns(3);
	ck_assert_str_eq(a.seen, "");
	wire_write(a.wire, VIEW("x"));
	until_seen(&a, "R");
	end(&a, NULL);
}
END_TEST

START_TEST(nobody_listens)
{
	struct end a = { 0 };
	struct address to;
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	begin();
	/* Bound and not listening: nobody else gets the port either. */
	ck_assert(address_parse(VIEW("127.0.0.1:0"), &to));
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&to.ss, to.len), 0);
	to = port_of(fd);
	a.wire = wire_dial(loop, &to, &ops, &a);
	ck_assert_ptr_nonnull(a.wire);
	wire_write(a.wire, VIEW("lost"));
	ck_assert_str_eq(a.seen, "");
	until_seen(&a, "X");
	ck_assert_uint_eq(wire_unsent(a.wire), 0);
	close(fd);
	end(&a, NULL);
}
END_TEST

START_TEST(no_route_is_told_in_the_loop)
{
	struct end a = { 0 };
	struct address to;

	begin();
	ck_assert(address_parse(VIEW("255.255.255.255:9"), &to));
	a.wire = wire_dial(loop, &to, &ops, &a);
	ck_assert_ptr_nonnull(a.wire);
	wire_finish(a.wire);
	wire_pause(a.wire, true);
	ck_assert_str_eq(a.seen, "");
	until_seen(&a, "U");
	turns(3);
	ck_assert_str_eq(a.seen, "U");
	/* Of a family that the machine does not know. */
	end_free(&a);
	memset(&a, 0, sizeof a);
	to.ss.ss_family = AF_MAX;
	a.wire = wire_dial(loop, &to, &ops, &a);
	ck_assert_ptr_nonnull(a.wire);
	wire_local(a.wire, &to);
	ck_assert_int_eq(to.ss.ss_family, AF_UNSPEC);
	until_seen(&a, "U");
	end(&a, NULL);
}
END_TEST

START_TEST(no_socket_left_is_told_by_errno)
{
	struct rlimit before, none;
	struct end a = { 0 };
	struct address to;

	begin();
	ck_assert(address_parse(VIEW("127.0.0.1:9"), &to));
	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &before), 0);
	none = before;
	none.rlim_cur = 3;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &none), 0);
	errno = 0;
	ck_assert_ptr_null(wire_dial(loop, &to, &ops, &a));
	ck_assert_int_eq(errno, EMFILE);
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &before), 0);
	end(NULL, NULL);
}
END_TEST

/* --- freeing --------------------------------------------------------------- */

START_TEST(a_wire_may_be_freed_in_each_of_its_callbacks)
{
	struct end a, b;
	struct address to;
	struct listener *l;
	int fd;

	begin();
	for (const char *at = "cbfP"; *at != '\0'; at++) {
		memset(&a, 0, sizeof a);
		memset(&b, 0, sizeof b);
		a.free_at = *at;
		if (*at == 'c') {
			l = listen_for(&b, "127.0.0.1:0");
			listener_local(l, &to);
			a.wire = wire_dial(loop, &to, &ops, &a);
			wire_write(a.wire, VIEW("x"));
			until_seen(&a, "c");
			until_seen(&b, "P");	/* it was closed, unsent */
			listener_free(&l);
		} else {
			fd = half(&a, SOCK_STREAM);
			if (*at == 'b')
				ck_assert_int_eq(send(fd, "x", 1, 0), 1);
			else if (*at == 'f')
				wire_write(a.wire, VIEW("x"));
			else
				shutdown(fd, SHUT_WR);
			until_seen(&a, (char[2]){ *at, '\0' });
			drain(fd);
			ck_assert_int_eq(recv(fd, a.seen, 1, 0), 0);
			close(fd);
		}
		ck_assert_ptr_null(a.wire);
		turns(3);
		end_free(&a);
		end_free(&b);
	}
	memset(&a, 0, sizeof a);
	a.free_at = 'R';
	reset(tcp_half(&a));
	until_seen(&a, "R");
	memset(&a, 0, sizeof a);
	a.free_at = 'U';
	ck_assert(address_parse(VIEW("255.255.255.255:9"), &to));
	a.wire = wire_dial(loop, &to, &ops, &a);
	until_seen(&a, "U");
	end(&a, NULL);
}
END_TEST

/* Both are ready in the same turn; whoever comes first frees the other. */
START_TEST(a_callback_may_free_another_wire_that_is_ready_too)
{
	struct end a = { 0 }, b = { 0 };
	int x, y;

	begin();
	x = half(&a, SOCK_STREAM);
	y = half(&b, SOCK_STREAM);
	a.free_at = b.free_at = 'b';
	a.victim = &b;
	b.victim = &a;
	ck_assert_int_eq(send(x, "x", 1, 0), 1);
	ck_assert_int_eq(send(y, "y", 1, 0), 1);
	wire_write(a.wire, VIEW("never sent"));
	wire_write(b.wire, VIEW("never sent"));
	loop_once(loop, 10000);
	ck_assert_uint_eq(strlen(a.seen) + strlen(b.seen), 1);
	turns(3);
	ck_assert_uint_eq(strlen(a.seen) + strlen(b.seen), 1);
	close(x);
	close(y);
	end(&a, &b);
}
END_TEST

START_TEST(a_flush_may_free_another_wire_that_waits_for_its_own)
{
	struct end a = { 0 }, b = { 0 };
	int x, y;

	begin();
	x = half(&a, SOCK_STREAM);
	y = half(&b, SOCK_STREAM);
	a.free_at = 'f';
	a.victim = &b;
	wire_write(a.wire, VIEW("x"));
	wire_write(b.wire, VIEW("never sent"));
	loop_once(loop, 10000);
	ck_assert_str_eq(a.seen, "f");
	ck_assert_str_eq(b.seen, "");
	ck_assert_uint_eq(drain(y), 0);
	close(x);
	close(y);
	end(&a, &b);
}
END_TEST

static unsigned rounds;

static void write_more(void *arg)
{
	struct end *e = arg;

	if (++rounds < 10)
		wire_write(e->wire, VIEW("x"));
	else
		loop_stop(loop);
}

START_TEST(what_is_written_when_flushed_goes_out_in_the_next_turn)
{
	static const struct wire_ops more = { NULL, NULL, write_more, NULL };
	struct end a = { 0 };
	int fd;

	begin();
	fd = half(&a, SOCK_STREAM);
	wire_set_ops(a.wire, &more, &a);
	wire_write(a.wire, VIEW("x"));
	rounds = 0;
	loop_once(loop, 10000);
	ck_assert_uint_eq(rounds, 1);
	loop_run(loop);
	ck_assert_uint_eq(rounds, 10);
	ck_assert_uint_eq(drain(fd), 10);
	close(fd);
	end(&a, NULL);
}
END_TEST

START_TEST(callbacks_may_be_missing)
{
	static const struct wire_ops none = { NULL, NULL, NULL, NULL };
	struct end a = { 0 };
	int fd;

	begin();
	fd = half(&a, SOCK_STREAM);
	wire_set_ops(a.wire, &none, NULL);
	ck_assert_int_eq(send(fd, "x", 1, 0), 1);
	wire_write(a.wire, VIEW("y"));
	turns(2);
	close(fd);
	turns(2);
	ck_assert_str_eq(a.seen, "");
	end(&a, NULL);
}
END_TEST

UNIT("wire", two_ends_talk, what_is_written_while_dialling_is_sent,
     eight_mebibytes_arrive_whole_both_ways,
     descriptors_do_not_leak_into_children_and_do_not_wait,
     a_turn_is_one_write_behind_the_hooks, flushed_comes_when_the_kernel_has_all,
     finish_sends_fin_behind_the_output, finish_without_output_sends_fin,
     a_turn_reads_no_more_than_64_kib_of_one_wire, pause_holds_reading_and_writing_goes_on,
     after_the_peers_fin_writing_goes_on, rst_is_told_from_fin,
     last_words_are_read_when_writing_fails, a_failed_write_is_told_to_who_has_paused,
     nobody_listens, no_route_is_told_in_the_loop, no_socket_left_is_told_by_errno,
     a_wire_may_be_freed_in_each_of_its_callbacks,
     a_callback_may_free_another_wire_that_is_ready_too,
     a_flush_may_free_another_wire_that_waits_for_its_own,
     what_is_written_when_flushed_goes_out_in_the_next_turn, callbacks_may_be_missing)
