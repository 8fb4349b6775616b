/* Somebody whose stream has ended, and who goes on sending. */
#include "edge/edge_rig.h"

#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

#include "xmpp/conn.h"

#define POLICY "tls: optional, sasl: optional, dialback: yes"
#define PLENTY (64 * (size_t)CONN_BEHIND_MAX)

static int fd;

/* Until it would wait, or is refused: how much went. */
static size_t pour(size_t most, bool *refused)
{
	static char page[1 << 16];
	size_t n = 0;
	ssize_t went = 0;

	memset(page, 'x', sizeof page);
	while (n < most && went >= 0) {
		went = send(fd, page, most - n < sizeof page ? most - n : sizeof page,
		            MSG_DONTWAIT | MSG_NOSIGNAL);
		n += went > 0 ? (size_t)went : 0;
	}
	*refused = went < 0 && errno != EAGAIN;
	return n;
}

/* A stream that ends by what it begins with; the edge's words have come. */
static void begin_behind(void)
{
	struct address at;
	char text[4096] = "";
	ssize_t got;

	begin_alone(POLICY, "");
	ck_assert(edge_local(a.edge, 0, &at));
	fd = socket(at.ss.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(connect(fd, (struct sockaddr *)&at.ss, at.len), 0);
	ck_assert_int_eq(send(fd, "<no-stream/>", 12, 0), 12);
	for (size_t n = 0; strstr(text, "</stream:stream>") == NULL; n += got > 0 ? (size_t)got : 0) {
		loop_once(loop, 50);
		got = recv(fd, text + n, sizeof text - 1 - n, MSG_DONTWAIT);
		ck_assert(got > 0 || (got < 0 && errno == EAGAIN));
	}
}

static void end_behind(void)
{
	close(fd);
	UNTIL(edge_gauges(a.edge).waiting == 0);
	end_alone();
}

START_TEST(what_is_on_its_way_is_read)
{
	size_t sent = 0;
	bool refused = false;

	begin_behind();
	while (sent < CONN_BEHIND_MAX) {
		sent += pour(CONN_BEHIND_MAX - sent, &refused);
		ck_assert(!refused);
		loop_once(loop, 10);
	}
	/* In so many turns all of it is read, and the connection is there. */
	for (int i = 0; i < 500; i++)
		loop_once(loop, 0);
	ck_assert_uint_eq(edge_gauges(a.edge).waiting, 1);
	end_behind();
}
END_TEST

START_TEST(who_goes_on_is_cut_off)
{
	size_t sent = 0;
	bool refused = false;

	begin_behind();
	while (!refused && sent < PLENTY) {
		sent += pour(PLENTY - sent, &refused);
		loop_once(loop, 10);
	}
	ck_assert_uint_gt(sent, CONN_BEHIND_MAX);
	ck_assert_uint_lt(sent, PLENTY);
	ck_assert_uint_eq(edge_gauges(a.edge).waiting, 0);
	end_behind();
}
END_TEST

UNIT("behind", what_is_on_its_way_is_read, who_goes_on_is_cut_off)
