/* Nobody who calls is answered, and nobody is refused. */
#include "cast/mute.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/unit.h"

START_TEST(a_call_is_neither_answered_nor_refused)
{
	struct address at;
	struct sockaddr_storage ss;
	struct fault f = { 0 };
	struct mute *m;
	struct pollfd poll_fd = { .events = POLLOUT };
	int probe = socket(AF_INET, SOCK_STREAM, 0);

	/* A port that is free now: the kernel's choice for a socket of ours. */
	ck_assert(address_parse(VIEW("127.0.0.1:0"), &at));
	ck_assert_int_eq(bind(probe, (struct sockaddr *)&at.ss, at.len), 0);
	ck_assert_int_eq(getsockname(probe, (struct sockaddr *)&at.ss, &at.len), 0);
	ss = at.ss;
	close(probe);
	m = mute_new(&at, &f);
	ck_assert_msg(m != NULL, "%s", f.text);
	poll_fd.fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	ck_assert_int_eq(connect(poll_fd.fd, (struct sockaddr *)&ss, at.len), -1);
	ck_assert_int_eq(errno, EINPROGRESS);
	ck_assert_int_eq(poll(&poll_fd, 1, 200), 0);
	/* Twice the same address. */
	ck_assert_ptr_null(mute_new(&at, &f));
	ck_assert_ptr_nonnull(strstr(f.text, "cannot be had: Address already in use"));
	fault_free(&f);
	close(poll_fd.fd);
	mute_free(&m);
	ck_assert_ptr_null(m);
	mute_free(&m);
}
END_TEST

UNIT("mute", a_call_is_neither_answered_nor_refused)
