/* Addresses of this host: one that listens, one that refuses, one that never answers. */
#include "xmpp/conn_race.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/listener.h"
#include "lib/race.h"
#include "lib/unit.h"

#define WAIT_MS 20000

static struct loop *loop;
static struct conn_set *conns;
static struct listener *listener;
static struct address listens, refuses, mute, from, caller;
static int mute_fd[2]; /* its only seat is taken */
static struct fault fault;
static struct location where;
static unsigned accepted, missed, lost;
static struct conn *won;
static const struct attempt *won_at;
static char words[200];

static void on_accept(void *arg, int fd, const struct address *peer)
{
	(void)arg;
	caller = *peer;
	accepted++;
	close(fd);
}

static void on_connected(void *arg, struct conn *c, const struct attempt *at)
{
	(void)arg;
	won = c;
	won_at = at;
}

static void on_missed(void *arg, const struct attempt *at, const char *why)
{
	(void)arg, (void)at;
	missed++;
	snprintf(words, sizeof words, "%s", why);
}

static void on_failed(void *arg)
{
	(void)arg;
	lost++;
}

static const struct address *source(void *arg, const struct address *to)
{
	(void)arg, (void)to;
	return from.len != 0 ? &from : NULL;
}

static const struct conn_race_ops ops = { source, on_connected, on_missed, on_failed };

static int bound(struct address *at)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	socklen_t len = sizeof at->ss;

	ck_assert(address_parse(VIEW("127.0.0.1:0"), at));
	ck_assert_int_eq(bind(fd, (const struct sockaddr *)&at->ss, at->len), 0);
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&at->ss, &len), 0);
	return fd;
}

static void begin(void)
{
	int fd;

	loop = loop_new();
	conns = conn_set_new(loop);
	ck_assert(address_parse(VIEW("127.0.0.1:0"), &listens));
	listener = listener_new(loop, &listens, on_accept, NULL, &fault);
	ck_assert_ptr_nonnull(listener);
	listener_local(listener, &listens);
	fd = bound(&refuses);
	close(fd);
	mute_fd[0] = bound(&mute);
	ck_assert_int_eq(listen(mute_fd[0], 0), 0);
	mute_fd[1] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	ck_assert_int_eq(connect(mute_fd[1], (const struct sockaddr *)&mute.ss, mute.len), 0);
	memset(&where, 0, sizeof where);
	accepted = missed = lost = 0;
	won = NULL;
}

static void end(struct conn_race **r)
{
	conn_race_free(r);
	conn_free(&won);
	conn_set_free(&conns);
	listener_free(&listener);
	close(mute_fd[0]);
	close(mute_fd[1]);
	loop_free(&loop);
}

/* Ports are alike only where a test says so: each is on one of its own. */
static void add(const struct address *at, const char *target)
{
	struct attempt *a = &where.attempt[where.n++];

	a->at = *at;
	a->tlsa = -1;
	snprintf(a->target, sizeof a->target, "%s", target);
}

static void until_over(void)
{
	uint64_t late = loop_now(loop) + WAIT_MS;

	while (won == NULL && lost == 0) {
		ck_assert(loop_now(loop) < late);
		loop_once(loop, 50);
	}
}

START_TEST(one_that_refuses_costs_nothing)
{
	struct conn_race *r;

	begin();
	add(&refuses, "a.example");
	add(&listens, "a.example");
	r = conn_race_new(loop, conns, &ops, NULL);
	conn_race_start(r, &where, 60000);
	ck_assert_uint_eq(lost, 0);
	until_over();
	ck_assert_ptr_nonnull(won);
	ck_assert_ptr_eq(won_at, &where.attempt[1]);
	ck_assert_uint_eq(missed, 1);
	ck_assert_str_eq(words, "connection refused");
	/* It was of no use, and nothing is left. */
	conn_free(&won);
	conn_race_next(r);
	until_over();
	ck_assert_ptr_null(won);
	ck_assert_uint_eq(lost, 1);
	end(&r);
}
END_TEST

/* Both are at 127.0.0.x, one port: alike. */
START_TEST(one_that_never_answers_costs_a_moment)
{
	struct conn_race *r;
	struct address beside = listens;
	uint64_t begun;
	int on = 1, fd;

	begin();
	/* The silent one listens at the same port of another loopback address. */
	ck_assert(address_parse(VIEW("127.0.0.2:0"), &beside));
	address_set_port(&beside, address_port(&listens));
	close(mute_fd[0]);
	close(mute_fd[1]);
	fd = mute_fd[0] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	ck_assert_int_eq(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on), 0);
	ck_assert_int_eq(bind(fd, (const struct sockaddr *)&beside.ss, beside.len), 0);
	ck_assert_int_eq(listen(fd, 0), 0);
	mute_fd[1] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	ck_assert_int_eq(connect(mute_fd[1], (const struct sockaddr *)&beside.ss, beside.len), 0);

	add(&beside, "a.example");
	add(&listens, "a.example");
	r = conn_race_new(loop, conns, &ops, NULL);
	begun = loop_now(loop);
	conn_race_start(r, &where, 60000);
	until_over();
	ck_assert_ptr_eq(won_at, &where.attempt[1]);
	ck_assert_uint_ge(loop_now(loop) - begun, RACE_DELAY_MS);
	ck_assert_uint_eq(conn_set_count(conns), 1);
	end(&r);
}
END_TEST

START_TEST(each_has_its_time_and_then_all_have_failed)
{
	struct conn_race *r;

	begin();
	add(&mute, "a.example");
	r = conn_race_new(loop, conns, &ops, NULL);
	conn_race_start(r, &where, 50);
	until_over();
	ck_assert_uint_eq(lost, 1);
	ck_assert_uint_eq(missed, 1);
	ck_assert_str_eq(words, "no connection in time");
	where.n = 0;
	conn_race_start(r, &where, 50);
	lost = 0;
	until_over();
	ck_assert_uint_eq(missed, 1);
	ck_assert_uint_eq(conn_set_count(conns), 0);
	end(&r);
}
END_TEST

START_TEST(called_from_an_address_of_ours)
{
	struct conn_race *r;

	begin();
	ck_assert(address_parse(VIEW("127.0.0.3:0"), &from));
	add(&listens, "a.example");
	r = conn_race_new(loop, conns, &ops, NULL);
	conn_race_start(r, &where, 60000);
	until_over();
	ck_assert_ptr_nonnull(won);
	while (accepted == 0)
		loop_once(loop, 50);
	ck_assert(address_same_host(&caller, &from));
	from.len = 0;
	end(&r);
}
END_TEST

UNIT("conn_race", called_from_an_address_of_ours, one_that_refuses_costs_nothing,
     one_that_never_answers_costs_a_moment,
     each_has_its_time_and_then_all_have_failed)
