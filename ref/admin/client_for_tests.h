/* client_for_tests.h - a client on a socket of the loop that serves it, and waiting for
 * what it hears.  A program that includes it has `loop`.
 *
 * Header only, so that nothing of it ends up in the product.
 */
#ifndef REF_ADMIN_CLIENT_FOR_TESTS_H
#define REF_ADMIN_CLIENT_FOR_TESTS_H

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/buf.h"
#include "lib/loop.h"
#include "lib/unit.h"

#define WAIT_MS 20000

static struct loop *loop;

#define UNTIL(x)                                                                               \
	for (uint64_t until_ = loop_now(loop) + WAIT_MS; !(x);) {                              \
		ck_assert_msg(loop_now(loop) < until_, "never: %s", #x);                       \
		loop_once(loop, 50);                                                           \
	}

/* Never blocks behind the connection. */
static inline int call_at(const struct sockaddr *at, socklen_t n)
{
	int fd = socket(at->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(connect(fd, at, n), 0);
	ck_assert_int_eq(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
	return fd;
}

static inline void say(int fd, const char *text)
{
	ck_assert_int_eq(send(fd, text, strlen(text), MSG_NOSIGNAL), (ssize_t)strlen(text));
}

/* What has come so far is added; true at the end of the stream. */
static inline bool hear(int fd, struct buf *in)
{
	ssize_t n;

	while ((n = recv(fd, buf_room(in, 4096), 4096, 0)) > 0)
		buf_grew(in, (size_t)n);
	ck_assert(n == 0 || errno == EAGAIN || errno == ECONNRESET);
	return n == 0 || errno == ECONNRESET;
}

#endif
