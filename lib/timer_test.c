/* Timers of the loop: when they ring, and what they may do to themselves. */
#include "lib/loop_rig.h"

struct alarm {
	struct timer *timer;
	uint64_t due, called;
	unsigned calls;
};

static void ring(void *arg)
{
	struct alarm *a = arg;

	a->calls++;
	a->called = loop_now(loop);
	ck_assert_uint_ge(a->called, a->due);
	ck_assert(!timer_is_set(a->timer));
}

static void set(struct alarm *a, uint64_t due)
{
	if (a->timer == NULL)
		a->timer = timer_new(loop, ring, a);
	a->due = due;
	timer_set(a->timer, due);
	ck_assert(timer_is_set(a->timer));
}

START_TEST(a_timer_rings_once_and_not_early)
{
	struct alarm a = { 0 };

	begin();
	for (uint64_t ms = 0; ms < 20; ms++) {
		a.calls = 0;
		set(&a, loop_now(loop) + ms);
		loop_run(loop);		/* ends when no timer is left */
		ck_assert_uint_eq(a.calls, 1);
		ck_assert_uint_lt(a.called - a.due, 2000);
	}
	timer_free(&a.timer);
	ck_assert_ptr_null(a.timer);
	timer_free(&a.timer);
	end();
}
END_TEST

START_TEST(due_times_in_the_past_are_now)
{
	struct alarm a = { 0 };

	begin();
	set(&a, 0);
	ck_assert_uint_eq(a.calls, 0);	/* never from inside a call */
	loop_once(loop, 1000);
	ck_assert_uint_eq(a.calls, 1);
	timer_free(&a.timer);
	end();
}
END_TEST

START_TEST(a_timer_moves_both_ways)
{
	struct alarm a = { 0 };
	uint64_t now;

	begin();
	now = loop_now(loop);
	set(&a, now + 5);
	set(&a, now + 40);
	loop_run(loop);
	ck_assert_uint_eq(a.calls, 1);
	ck_assert_uint_ge(a.called, now + 40);

	now = loop_now(loop);
	set(&a, now + 3600000);
	set(&a, now + 10);
	loop_run(loop);
	ck_assert_uint_eq(a.calls, 2);
	ck_assert_uint_lt(a.called, now + 60000);

	/* Away, and back to where libevent has it still. */
	now = loop_now(loop);
	set(&a, now + 10);
	set(&a, now + 3600000);
	set(&a, now + 15);
	loop_run(loop);
	ck_assert_uint_eq(a.calls, 3);
	ck_assert_uint_lt(a.called, now + 60000);
	timer_free(&a.timer);
	end();
}
END_TEST

START_TEST(a_cleared_timer_does_not_ring)
{
	struct alarm a = { 0 }, b = { 0 };

	begin();
	set(&a, loop_now(loop));
	set(&b, loop_now(loop) + 5);
	timer_clear(a.timer);
	ck_assert(!timer_is_set(a.timer));
	timer_clear(a.timer);
	loop_run(loop);
	ck_assert_uint_eq(a.calls, 0);
	ck_assert_uint_eq(b.calls, 1);
	set(&a, loop_now(loop) + 1);	/* and can be set again */
	loop_run(loop);
	ck_assert_uint_eq(a.calls, 1);
	timer_free(&a.timer);
	timer_free(&b.timer);
	end();
}
END_TEST

START_TEST(very_far_due_times_do_not_overflow)
{
	struct alarm a = { 0 }, b = { 0 };

	begin();
	set(&a, UINT64_MAX);
	set(&b, loop_now(loop) + 1);
	loop_once(loop, 60000);
	ck_assert_uint_eq(a.calls, 0);
	ck_assert_uint_eq(b.calls, 1);
	ck_assert(timer_is_set(a.timer));
	timer_free(&a.timer);
	timer_free(&b.timer);
	end();
}
END_TEST

static struct timer *mortal;

static void free_self(void *arg)
{
	note(arg);
	timer_free(&mortal);
}

static void set_again(void *arg)
{
	note(arg);
	if (strlen(seen) < 4)
		timer_set(mortal, loop_now(loop));
	else
		timer_free(&mortal);
}

START_TEST(a_timer_may_free_or_set_itself)
{
	begin();
	mortal = timer_new(loop, free_self, A);
	timer_set(mortal, loop_now(loop));
	loop_run(loop);
	ck_assert_str_eq(seen, "a");
	mortal = timer_new(loop, set_again, B);
	timer_set(mortal, loop_now(loop));
	loop_run(loop);
	ck_assert_str_eq(seen, "abbb");
	end();
}
END_TEST

START_TEST(timers_ring_in_the_order_of_their_due_times)
{
	struct timer *a, *b, *c;
	uint64_t now;

	begin();
	a = timer_new(loop, note_arg, A);
	b = timer_new(loop, note_arg, B);
	c = timer_new(loop, note_arg, C);
	now = loop_now(loop);
	timer_set(c, now + 60);
	timer_set(a, now + 1);
	timer_set(b, now + 30);
	loop_run(loop);
	ck_assert_str_eq(seen, "abc");
	timer_free(&a);
	timer_free(&b);
	timer_free(&c);
	end();
}
END_TEST

UNIT("timer", a_timer_rings_once_and_not_early, due_times_in_the_past_are_now,
     a_timer_moves_both_ways, a_cleared_timer_does_not_ring,
     very_far_due_times_do_not_overflow, a_timer_may_free_or_set_itself,
     timers_ring_in_the_order_of_their_due_times)
