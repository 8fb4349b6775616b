#include "lib/unit.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/buf.h"
#include "world/faultproxy.h"

/*   client --> hop --> echo: what comes back, and how often it came */
struct scene {
	struct loop *loop;
	struct listener *echo;
	struct wire *server, *client;
	struct hop *hop;
	struct buf got;
	size_t segments;
	size_t want;
	bool ended;
};

static void echo_bytes(void *arg, struct view v)
{
	struct scene *s = arg;

	wire_write(s->server, v);
}

static void server_ended(void *arg, enum wire_end how)
{
	struct scene *s = arg;

	(void)how;
	wire_free(&s->server);
}

static void echo_accept(void *arg, int fd, const struct address *from)
{
	static const struct wire_ops ops = { .bytes = echo_bytes, .ended = server_ended };
	struct scene *s = arg;

	(void)from;
	s->server = wire_new(s->loop, fd, &ops, s);
}

static void client_bytes(void *arg, struct view v)
{
	struct scene *s = arg;

	s->segments++;
	buf_putv(&s->got, v);
	if (buf_len(&s->got) >= s->want)
		loop_stop(s->loop);
}

static void client_ended(void *arg, enum wire_end how)
{
	struct scene *s = arg;

	(void)how;
	s->ended = true;
	loop_stop(s->loop);
}

static struct address free_port(struct loop *l)
{
	struct address a;
	struct fault f = { 0 };
	struct sockaddr_storage ss;
	socklen_t len = sizeof ss;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	(void)l, (void)f;
	address_parse(VIEW("127.0.0.1:0"), &a);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)&a.ss, a.len), 0);
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&ss, &len), 0);
	a.ss = ss;
	a.len = len;
	close(fd);
	return a;
}

static void play(struct scene *s, const struct hop_faults *faults, enum hop_way way,
                 const char *text)
{
	static const struct wire_ops ops = { .bytes = client_bytes, .ended = client_ended };
	struct fault f = { 0 };
	struct address at, via;

	memset(s, 0, sizeof *s);
	s->loop = loop_new();
	at = free_port(s->loop);
	s->echo = listener_new(s->loop, &at, echo_accept, s, &f);
	ck_assert_ptr_nonnull(s->echo);
	via = free_port(s->loop);
	s->hop = hop_new(s->loop, &via, &at, &f);
	ck_assert_ptr_nonnull(s->hop);
	hop_set(s->hop, way, faults);
	s->want = strlen(text);
	s->client = wire_dial(s->loop, &via, &ops, s);
	wire_write(s->client, view_of(text));
	if (faults->stall)
		for (int i = 0; i < 20; i++)
			loop_once(s->loop, 1);
	else
		loop_run(s->loop);
}

static void finish(struct scene *s)
{
	hop_free(&s->hop);
	wire_free(&s->client);
	wire_free(&s->server);
	listener_free(&s->echo);
	buf_free(&s->got);
	loop_free(&s->loop);
}

START_TEST(without_faults_bytes_pass)
{
	struct scene s;

	play(&s, &(struct hop_faults){ 0 }, HOP_THERE, "0123456789");
	ck_assert_str_eq(buf_cstr(&s.got), "0123456789");
	finish(&s);
}
END_TEST

START_TEST(a_cut_comes_at_its_byte)
{
	struct scene s;

	play(&s, &(struct hop_faults){ .cut_at = 4 }, HOP_BACK, "0123456789");
	ck_assert(s.ended);
	ck_assert_uint_le(buf_len(&s.got), 4);
	finish(&s);
}
END_TEST

START_TEST(every_byte_its_own_segment_keeps_the_order)
{
	struct scene s;

	play(&s, &(struct hop_faults){ .split_every = true }, HOP_BACK, "0123456789");
	ck_assert_str_eq(buf_cstr(&s.got), "0123456789");
	ck_assert_uint_gt(s.segments, 1);
	finish(&s);
}
END_TEST

START_TEST(a_split_comes_at_its_byte)
{
	struct scene s;

	play(&s, &(struct hop_faults){ .split_at = 3, .delay_ms = 2 }, HOP_BACK, "0123456789");
	ck_assert_str_eq(buf_cstr(&s.got), "0123456789");
	ck_assert_uint_eq(s.segments, 2);
	finish(&s);
}
END_TEST

START_TEST(what_is_stalled_comes_after_the_release)
{
	struct scene s;

	play(&s, &(struct hop_faults){ .stall = true }, HOP_THERE, "0123456789");
	ck_assert_uint_eq(buf_len(&s.got), 0);
	hop_release(s.hop);
	loop_run(s.loop);
	ck_assert_str_eq(buf_cstr(&s.got), "0123456789");
	finish(&s);
}
END_TEST

UNIT("faultproxy", without_faults_bytes_pass, a_cut_comes_at_its_byte,
     every_byte_its_own_segment_keeps_the_order, a_split_comes_at_its_byte,
     what_is_stalled_comes_after_the_release)
