#include "sip/timer.h"

#include <string.h>

#include "lib/rng.h"
#include "lib/unit.h"

START_TEST(they_come_in_the_order_they_are_due)
{
	struct sip_timers ts;
	struct sip_timer t[4] = { { 0 } };

	sip_timers_init(&ts);
	ck_assert_uint_eq(sip_timers_next(&ts), UINT64_MAX);
	sip_timer_set(&ts, &t[0], 1000, 500);
	sip_timer_set(&ts, &t[1], 1000, 32000);
	sip_timer_set(&ts, &t[2], 1100, 500);
	sip_timer_set(&ts, &t[3], 1200, 0);
	ck_assert_uint_eq(sip_timers_next(&ts), 1200);
	ck_assert_ptr_null(sip_timers_take(&ts, 1199));
	ck_assert_ptr_eq(sip_timers_take(&ts, 1600), &t[3]);
	ck_assert_ptr_eq(sip_timers_take(&ts, 1600), &t[0]);
	ck_assert(!sip_timer_is_set(&t[0]));
	ck_assert_ptr_eq(sip_timers_take(&ts, 1600), &t[2]);
	ck_assert_ptr_null(sip_timers_take(&ts, 1600));
	ck_assert_uint_eq(sip_timers_next(&ts), 33000);
	sip_timer_clear(&t[1]);
	sip_timer_clear(&t[1]);
	ck_assert_uint_eq(sip_timers_next(&ts), UINT64_MAX);
}
END_TEST

START_TEST(setting_again_moves_it)
{
	struct sip_timers ts;
	struct sip_timer a = { 0 }, b = { 0 };

	sip_timers_init(&ts);
	sip_timer_set(&ts, &a, 0, 100);
	sip_timer_set(&ts, &b, 10, 100);
	sip_timer_set(&ts, &a, 20, 100);
	ck_assert_ptr_eq(sip_timers_take(&ts, 1000), &b);
	ck_assert_ptr_eq(sip_timers_take(&ts, 1000), &a);
	ck_assert_uint_eq(a.due, 120);
}
END_TEST

/* Settings may change the lengths: a queue that is empty is given away. */
START_TEST(any_number_of_lengths_over_time)
{
	struct sip_timers ts;
	struct sip_timer t = { 0 };

	sip_timers_init(&ts);
	for (uint64_t i = 0; i < 10 * SIP_TIMER_LENGTHS; i++) {
		sip_timer_set(&ts, &t, i, i);
		ck_assert_uint_eq(sip_timers_next(&ts), 2 * i);
	}
	ck_assert_uint_le(ts.n, 2);
}
END_TEST

START_TEST(the_same_as_a_list_searched_through)
{
	enum { N = 200 };
	struct sip_timers ts;
	static struct sip_timer t[N];
	struct rng rng;
	uint64_t now = 0;

	rng_seed(&rng, 7);
	memset(t, 0, sizeof t);
	sip_timers_init(&ts);
	for (int round = 0; round < 20000; round++) {
		uint32_t i = rng_next_below(&rng, N);
		uint64_t least = UINT64_MAX;
		struct sip_timer *got;

		now += rng_next_below(&rng, 3);
		if (rng_next_below(&rng, 4) == 0)
			sip_timer_clear(&t[i]);
		else
			sip_timer_set(&ts, &t[i], now, UINT64_C(50) << rng_next_below(&rng, 7));
		for (int j = 0; j < N; j++)
			if (sip_timer_is_set(&t[j]) && t[j].due < least)
				least = t[j].due;
		ck_assert_uint_eq(sip_timers_next(&ts), least);
		got = sip_timers_take(&ts, now);
		ck_assert((got != NULL) == (least <= now));
		ck_assert(got == NULL || got->due == least);
	}
}
END_TEST

UNIT("timer", they_come_in_the_order_they_are_due, setting_again_moves_it,
     any_number_of_lengths_over_time, the_same_as_a_list_searched_through)
