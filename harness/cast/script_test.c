#include "cast/script.h"

#include "lib/unit.h"

struct table {
	struct scripts *all;
	struct loop *loop;
	int ball; /* whose turn it is */
	int strokes;
	enum wake last;
};

static bool for_ping(void *arg)
{
	return ((struct table *)arg)->ball == 0;
}

static bool for_pong(void *arg)
{
	return ((struct table *)arg)->ball == 1;
}

static bool never(void *arg)
{
	(void)arg;
	return false;
}

static void ping(void *arg)
{
	struct table *t = arg;

	while (t->strokes < 10 &&
	       script_wait(t->all, for_ping, t, SCRIPT_NEVER) == WAKE_READY) {
		t->strokes++;
		t->ball = 1;
	}
}

static void pong(void *arg)
{
	struct table *t = arg;

	while (t->strokes < 10 &&
	       script_wait(t->all, for_pong, t, SCRIPT_NEVER) == WAKE_READY) {
		t->strokes++;
		t->ball = 0;
	}
}

static void waits_in_vain(void *arg)
{
	struct table *t = arg;

	t->last = script_wait(t->all, never, t, loop_now(t->loop) + 20);
	loop_stop(t->loop);
}

static void waits_forever(void *arg)
{
	struct table *t = arg;

	t->last = script_wait(t->all, never, t, SCRIPT_NEVER);
	if (t->last == WAKE_CANCELLED)
		t->last = script_wait(t->all, for_ping, t, SCRIPT_NEVER);
	t->strokes = 100;
}

static struct table set(void)
{
	struct table t = { .loop = loop_new() };

	t.all = scripts_new(t.loop);
	return t;
}

static void clear(struct table *t)
{
	scripts_free(&t->all);
	loop_free(&t->loop);
}

START_TEST(two_scripts_play_by_turns)
{
	struct table t = set();
	struct script *a = script_new(t.all, ping, &t);
	struct script *b = script_new(t.all, pong, &t);

	loop_once(t.loop, 1000);
	ck_assert_int_ge(t.strokes, 10);
	ck_assert(script_is_over(a) || script_is_over(b));
	clear(&t);
}
END_TEST

START_TEST(a_wait_ends_in_time)
{
	struct table t = set();
	uint64_t then = loop_now(t.loop);

	script_new(t.all, waits_in_vain, &t);
	loop_run(t.loop);
	ck_assert_int_eq(t.last, WAKE_DUE);
	ck_assert_uint_ge(loop_now(t.loop), then + 20);
	clear(&t);
}
END_TEST

START_TEST(a_cancelled_script_comes_to_its_end)
{
	struct table t = set();
	struct script *a = script_new(t.all, waits_forever, &t);

	loop_once(t.loop, 1);
	ck_assert(!script_is_over(a));
	script_cancel(a);
	loop_once(t.loop, 1);
	ck_assert(script_is_over(a));
	ck_assert_int_eq(t.last, WAKE_CANCELLED);
	clear(&t);
}
END_TEST

START_TEST(freeing_cancels)
{
	struct table t = set();

	script_new(t.all, waits_forever, &t);
	loop_once(t.loop, 1);
	clear(&t);
	ck_assert_int_eq(t.strokes, 100);
}
END_TEST

UNIT("script", two_scripts_play_by_turns, a_wait_ends_in_time,
     a_cancelled_script_comes_to_its_end, freeing_cancels)
