#include "lib/listener.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "lib/log.h"
#include "lib/unit.h"

static struct loop *loop;
static struct listener *listener;
static unsigned accepted;
static bool free_it, pause_it;

static void on_accept(void *arg, int fd, const struct address *from)
{
	char out[ADDRESS_MAX];

	(void)arg;
	ck_assert_int_ne(fcntl(fd, F_GETFD) & FD_CLOEXEC, 0);
	ck_assert_int_ne(fcntl(fd, F_GETFL) & O_NONBLOCK, 0);
	ck_assert_ptr_eq(strstr(address_print(from, out), "127.0.0.1:"), out);
	close(fd);
	accepted++;
	if (free_it)
		listener_free(&listener);
	if (pause_it)
		listener_pause(listener, true);
}

static struct address begin(void)
{
	struct fault f = { 0 };
	struct address at;

	loop = loop_new();
	accepted = 0;
	free_it = pause_it = false;
	ck_assert(address_parse(VIEW("127.0.0.1:0"), &at));
	listener = listener_new(loop, &at, on_accept, NULL, &f);
	ck_assert_msg(listener != NULL, "%s", f.text);
	listener_local(listener, &at);
	return at;
}

static void end(void)
{
	listener_free(&listener);
	loop_free(&loop);
}

static int open_socket(void)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	ck_assert_int_ge(fd, 0);
	return fd;
}

static void join(int fd, const struct address *to)
{
	ck_assert_int_eq(connect(fd, (const struct sockaddr *)&to->ss, to->len), 0);
}

START_TEST(a_turn_accepts_64_and_no_more)
{
	struct address at = begin();
	int fds[65];

	for (int i = 0; i < 65; i++)
		join(fds[i] = open_socket(), &at);
	loop_once(loop, 10000);
	ck_assert_uint_eq(accepted, 64);
	loop_once(loop, 10000);
	ck_assert_uint_eq(accepted, 65);
	for (int i = 0; i < 65; i++)
		close(fds[i]);
	end();
}
END_TEST

START_TEST(a_paused_listener_leaves_them_in_the_queue)
{
	struct address at = begin();
	int a = open_socket(), b = open_socket();

	listener_pause(listener, true);
	join(a, &at);
	join(b, &at);
	loop_once(loop, 0);
	ck_assert_uint_eq(accepted, 0);
	listener_pause(listener, false);
	pause_it = true;
	loop_once(loop, 10000);
	ck_assert_uint_eq(accepted, 1);		/* paused in the callback */
	loop_once(loop, 0);
	ck_assert_uint_eq(accepted, 1);
	listener_pause(listener, false);
	loop_once(loop, 10000);
	ck_assert_uint_eq(accepted, 2);
	close(a);
	close(b);
	end();
}
END_TEST

START_TEST(a_listener_may_be_freed_in_its_callback)
{
	struct address at = begin();
	int a = open_socket(), b = open_socket();

	join(a, &at);
	join(b, &at);
	free_it = true;
	loop_once(loop, 10000);
	ck_assert_uint_eq(accepted, 1);
	ck_assert_ptr_null(listener);
	loop_once(loop, 0);
	ck_assert_uint_eq(accepted, 1);
	close(a);
	close(b);
	end();
}
END_TEST

START_TEST(a_taken_address_is_a_fault)
{
	struct address at = begin();
	struct fault f = { 0 };
	char expected[100], out[ADDRESS_MAX];

	ck_assert_ptr_null(listener_new(loop, &at, on_accept, NULL, &f));
	snprintf(expected, sizeof expected, "cannot listen on %s: Address already in use",
	         address_print(&at, out));
	ck_assert_str_eq(f.text, expected);
	ck_assert_ptr_null(f.file);
	ck_assert(address_parse(VIEW("192.0.2.1:0"), &at));
	ck_assert_ptr_null(listener_new(loop, &at, on_accept, NULL, &f));
	ck_assert_str_eq(f.text, "cannot listen on 192.0.2.1:0: Cannot assign requested address");
	fault_free(&f);
	end();
}
END_TEST

START_TEST(both_families_share_a_port)
{
	struct address at = begin();
	struct fault f = { 0 };
	struct listener *six;
	unsigned port = address_port(&at);

	ck_assert(address_parse(VIEW("[::]:0"), &at));
	address_set_port(&at, port);
	six = listener_new(loop, &at, on_accept, NULL, &f);
	ck_assert_msg(six != NULL, "%s", f.text);
	listener_free(&six);
	end();
}
END_TEST

/* Descriptors run out: the loop must wait, not turn, and go on by itself. */
START_TEST(without_descriptors_it_waits_and_comes_back)
{
	struct address at = begin();
	struct rlimit before, little;
	int a = open_socket(), null = open("/dev/null", O_WRONLY | O_CLOEXEC);
	unsigned turns = 0;
	uint64_t start;

	log_to(null);
	join(a, &at);
	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &before), 0);
	little = before;
	little.rlim_cur = 3;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &little), 0);
	start = loop_now(loop);
	for (; loop_now(loop) - start < 250; turns++)
		loop_once(loop, 50);
	ck_assert_uint_eq(accepted, 0);
	ck_assert_uint_le(turns, 30);
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &before), 0);
	for (int i = 0; i < 100 && accepted == 0; i++)
		loop_once(loop, 10000);
	ck_assert_uint_eq(accepted, 1);
	log_to(2);
	close(null);
	close(a);
	end();
}
END_TEST

UNIT("listener", a_turn_accepts_64_and_no_more, a_paused_listener_leaves_them_in_the_queue,
     a_listener_may_be_freed_in_its_callback, a_taken_address_is_a_fault,
     both_families_share_a_port, without_descriptors_it_waits_and_comes_back)
