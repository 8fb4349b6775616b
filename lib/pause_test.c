#include "lib/pause.h"

#include "lib/unit.h"

START_TEST(it_doubles_up_to_a_bound)
{
	ck_assert_uint_eq(pause_grown(3, 100, 0), 3);
	ck_assert_uint_eq(pause_grown(3, 100, 1), 6);
	ck_assert_uint_eq(pause_grown(3, 100, 5), 96);
	ck_assert_uint_eq(pause_grown(3, 100, 6), 100);
	ck_assert_uint_eq(pause_grown(3, 100, 4000000000u), 100);
	ck_assert_uint_eq(pause_grown(200, 100, 0), 100);
	ck_assert_uint_eq(pause_grown(3, UINT64_MAX, 100), UINT64_MAX);
	ck_assert_uint_eq(pause_grown(0, 100, 10), 0);
}
END_TEST

START_TEST(chance_takes_half_of_it_at_most)
{
	for (uint32_t chance = 0; chance < 5000; chance++) {
		ck_assert_uint_ge(pause_out_of_step(1000, chance), 500);
		ck_assert_uint_le(pause_out_of_step(1000, chance), 1000);
	}
	ck_assert_uint_eq(pause_out_of_step(1000, 500), 1000);
	ck_assert_uint_eq(pause_out_of_step(1, 77), 0);
	ck_assert_uint_eq(pause_out_of_step(0, 77), 0);
}
END_TEST

START_TEST(or_all_of_it)
{
	for (uint32_t chance = 0; chance < 5000; chance++)
		ck_assert_uint_eq(pause_at_most(1000, chance), chance % 1001);
	ck_assert_uint_eq(pause_at_most(0, 4711), 0);
	ck_assert_uint_eq(pause_at_most(UINT64_MAX, 4711), 4711);
	ck_assert_uint_eq(pause_at_most(UINT32_MAX, UINT32_MAX), UINT32_MAX);
}
END_TEST

UNIT("pause", it_doubles_up_to_a_bound, chance_takes_half_of_it_at_most, or_all_of_it)
