/* Reading and writing.  How a wire ends: wire_end_test.c. */
#include "lib/wire.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>

#include "lib/rng.h"
#include "lib/wire_test.h"

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

START_TEST(dialled_from_an_address_of_ours)
{
	struct end a = { 0 }, b = { 0 };
	struct listener *l;
	struct address to, from, seen;

	begin();
	l = listen_for(&b, "127.0.0.1:0");
	listener_local(l, &to);
	ck_assert(address_parse(VIEW("127.0.0.3:1"), &from));
	a.wire = wire_dial_from(loop, &from, &to, &ops, &a);
	wire_write(a.wire, VIEW("hello"));
	until_got(&b, 5);
	wire_peer(b.wire, &seen);
	ck_assert(address_same_host(&seen, &from));
	ck_assert_uint_gt(address_port(&seen), 1);
	listener_free(&l);
	end(&a, &b);
}
END_TEST

START_TEST(another_machines_address_is_told_from_ours)
{
	struct address ours, other;
	struct fault f = { 0 };

	ck_assert(address_parse(VIEW("127.0.0.3:9"), &ours));
	ck_assert(address_parse(VIEW("192.0.2.1:0"), &other));
	ck_assert(wire_may_come_from(&ours, &f));
	ck_assert(!wire_may_come_from(&other, &f));
	ck_assert_str_eq(f.text, "cannot call from 192.0.2.1: Cannot assign requested address");
	fault_free(&f);
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

UNIT("wire", two_ends_talk, another_machines_address_is_told_from_ours, dialled_from_an_address_of_ours,
     what_is_written_while_dialling_is_sent, eight_mebibytes_arrive_whole_both_ways,
     descriptors_do_not_leak_into_children_and_do_not_wait,
     a_turn_is_one_write_behind_the_hooks, flushed_comes_when_the_kernel_has_all,
     finish_sends_fin_behind_the_output, finish_without_output_sends_fin,
     a_turn_reads_no_more_than_64_kib_of_one_wire, pause_holds_reading_and_writing_goes_on,
     what_is_written_when_flushed_goes_out_in_the_next_turn, callbacks_may_be_missing)
