/* The turns of the loop: hooks, its clock, signals, watches. */
#include "lib/loop_rig.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

START_TEST(an_empty_loop_ends)
{
	begin();
	loop_run(loop);
	loop_once(loop, 0);
	loop_once(loop, 5);
	ck_assert_ptr_nonnull(loop_base(loop));
	end();
}
END_TEST

START_TEST(once_waits_no_longer_than_asked)
{
	int fds[2];
	struct watch *w;
	uint64_t before;

	begin();
	ck_assert_int_eq(pipe(fds), 0);
	w = watch_new(loop, fds[0], note_arg, A);	/* never readable */
	before = loop_now(loop);
	loop_once(loop, 30);
	ck_assert_uint_ge(loop_now(loop) - before, 20);	/* its clock is coarse */
	ck_assert_uint_lt(loop_now(loop) - before, 5000);
	ck_assert_str_eq(seen, "");
	watch_free(&w);
	close(fds[0]);
	close(fds[1]);
	end();
}
END_TEST

/* --- hooks ----------------------------------------------------------------- */

START_TEST(hooks_run_once_in_the_order_asked)
{
	begin();
	loop_defer(loop, note_arg, B);
	loop_defer(loop, note_arg, A);
	loop_defer(loop, note_arg, B);
	loop_defer(loop, note_arg, C);
	ck_assert_str_eq(seen, "");
	loop_once(loop, 100000);	/* does not wait: there is work */
	ck_assert_str_eq(seen, "bac");
	loop_once(loop, 0);
	ck_assert_str_eq(seen, "bac");
	loop_defer(loop, note_arg, A);
	loop_run(loop);			/* ends when nothing is left */
	ck_assert_str_eq(seen, "baca");
	end();
}
END_TEST

static void note_other(void *arg)
{
	note(arg);
	note("'");
}

START_TEST(hooks_differ_by_function_and_argument)
{
	begin();
	loop_defer(loop, note_arg, A);
	loop_defer(loop, note_other, A);
	loop_defer(loop, note_arg, A);
	loop_once(loop, 0);
	ck_assert_str_eq(seen, "aa'");
	end();
}
END_TEST

START_TEST(cancelled_hooks_do_not_run)
{
	begin();
	loop_defer_cancel(loop, note_arg, A);
	loop_defer(loop, note_arg, A);
	loop_defer(loop, note_arg, B);
	loop_defer_cancel(loop, note_arg, A);
	loop_defer_cancel(loop, note_other, B);
	loop_once(loop, 0);
	ck_assert_str_eq(seen, "b");
	loop_defer(loop, note_arg, A);
	loop_defer_cancel(loop, note_arg, A);
	loop_defer(loop, note_arg, A);
	loop_once(loop, 0);
	ck_assert_str_eq(seen, "ba");
	end();
}
END_TEST

static void cancel_b_defer_c(void *arg)
{
	note(arg);
	loop_defer_cancel(loop, note_arg, B);
	loop_defer(loop, note_arg, C);
}

START_TEST(a_hook_may_cancel_and_ask_for_others)
{
	begin();
	loop_defer(loop, cancel_b_defer_c, A);
	loop_defer(loop, note_arg, B);
	loop_once(loop, 0);
	ck_assert_str_eq(seen, "ac");
	end();
}
END_TEST

static unsigned again_runs;

static void again(void *arg)
{
	again_runs++;
	loop_defer(loop, again, arg);
}

START_TEST(a_hook_that_never_ends_starves_nobody)
{
	int fds[2];
	struct watch *w;

	begin();
	ck_assert_int_eq(pipe(fds), 0);
	ck_assert_int_eq(write(fds[1], "x", 1), 1);
	w = watch_new(loop, fds[0], note_arg, A);
	again_runs = 0;
	loop_defer(loop, again, NULL);
	loop_once(loop, 100000);
	loop_once(loop, 100000);
	ck_assert_str_eq(seen, "aa");
	ck_assert_uint_ge(again_runs, 2);
	ck_assert_uint_le(again_runs, 100);
	watch_free(&w);
	close(fds[0]);
	close(fds[1]);
	end();
}
END_TEST

static void count(void *arg)
{
	++*(unsigned *)arg;
}

START_TEST(many_hooks)
{
	static unsigned runs[20000];

	begin();
	for (int round = 1; round <= 3; round++) {
		for (int twice = 0; twice < 2; twice++)
			for (int i = 0; i < 20000; i++)
				loop_defer(loop, count, &runs[i]);
		for (int i = 0; i < 20000; i += 2)
			loop_defer_cancel(loop, count, &runs[i]);
		loop_once(loop, 0);
		for (int i = 0; i < 20000; i++)
			ck_assert_uint_eq(runs[i], i % 2 ? (unsigned)round : 0);
	}
	end();
}
END_TEST

static void stop(void *arg)
{
	note(arg);
	loop_stop(loop);
}

START_TEST(stop_ends_the_turn_first)
{
	begin();
	loop_defer(loop, stop, A);
	loop_defer(loop, note_arg, B);
	loop_defer(loop, again, NULL);	/* would go on for ever */
	loop_run(loop);
	ck_assert_str_eq(seen, "ab");
	loop_stop(loop);		/* before run: it does not begin */
	loop_defer(loop, note_arg, C);
	loop_run(loop);
	ck_assert_str_eq(seen, "ab");
	end();
}
END_TEST

/* --- the clock, signals, watches ------------------------------------------- */

static void watch_the_clock(void *arg)
{
	uint64_t now = loop_now(loop), spin;

	/* Work until the machine's clock has moved on; the loop's has not. */
	for (spin = 0; spin < 3000000; spin++)
		ck_assert_uint_eq(loop_now(loop), now);
	*(uint64_t *)arg = now;
}

START_TEST(now_is_fixed_in_a_turn_and_moves_between)
{
	uint64_t first = 0, second = 0;

	begin();
	loop_defer(loop, watch_the_clock, &first);
	loop_once(loop, 0);
	loop_defer(loop, watch_the_clock, &second);
	loop_once(loop, 0);
	ck_assert_uint_gt(first, 0);
	ck_assert_uint_gt(second, first);
	end();
}
END_TEST

static void on_signal(void *arg, int signo)
{
	ck_assert_int_eq(signo, SIGUSR1);
	note(arg);
}

START_TEST(signals_come_in_the_loop)
{
	begin();
	loop_on_signal(loop, SIGUSR1, on_signal, A);
	ck_assert_int_eq(raise(SIGUSR1), 0);
	ck_assert_str_eq(seen, "");
	loop_once(loop, 60000);
	ck_assert_str_eq(seen, "a");
	end();
}
END_TEST

static struct watch *watch;
static int watch_fds[2];

static void read_one(void *arg)
{
	char c;

	ck_assert_int_eq(read(watch_fds[0], &c, 1), 1);
	note(arg);
	if (c == 'q')
		watch_free(&watch);
}

START_TEST(a_watch_tells_until_it_is_freed)
{
	begin();
	ck_assert_int_eq(pipe(watch_fds), 0);
	watch = watch_new(loop, watch_fds[0], read_one, A);
	ck_assert_int_eq(write(watch_fds[1], "xxq", 3), 3);
	loop_run(loop);
	ck_assert_str_eq(seen, "aaa");
	ck_assert_ptr_null(watch);
	watch_free(&watch);
	ck_assert_int_eq(write(watch_fds[1], "x", 1), 1);	/* still open */
	close(watch_fds[0]);
	close(watch_fds[1]);
	end();
}
END_TEST

UNIT("loop", an_empty_loop_ends, once_waits_no_longer_than_asked,
     hooks_run_once_in_the_order_asked, hooks_differ_by_function_and_argument,
     cancelled_hooks_do_not_run, a_hook_may_cancel_and_ask_for_others,
     a_hook_that_never_ends_starves_nobody, many_hooks, stop_ends_the_turn_first,
     now_is_fixed_in_a_turn_and_moves_between, signals_come_in_the_loop,
     a_watch_tells_until_it_is_freed)
