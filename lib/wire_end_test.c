/* How a wire ends: by the peer, by errors, by wire_free() at any time. */
#include "lib/wire.h"

#include <errno.h>
#include <sys/resource.h>

#include "lib/wire_test.h"

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

UNIT("wire_end", after_the_peers_fin_writing_goes_on, rst_is_told_from_fin,
     last_words_are_read_when_writing_fails, a_failed_write_is_told_to_who_has_paused,
     nobody_listens, no_route_is_told_in_the_loop, no_socket_left_is_told_by_errno,
     a_wire_may_be_freed_in_each_of_its_callbacks,
     a_callback_may_free_another_wire_that_is_ready_too,
     a_flush_may_free_another_wire_that_waits_for_its_own)
