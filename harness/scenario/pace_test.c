#include "scenario/pace.h"

#include "lib/unit.h"

START_TEST(first_and_last_are_apart)
{
	static const uint64_t at[] = { 1000000, 1000100, 1200000 };

	ck_assert(pace_is_spread(at, 3, 200));
	ck_assert(!pace_is_spread(at, 3, 201));
	ck_assert(!pace_is_spread(at, 2, 1));
}
END_TEST

START_TEST(pauses_grow)
{
	static const uint64_t grows[] = { 0, 100000, 300000, 700000 };
	static const uint64_t same[] = { 0, 400000, 800000, 1200000 };
	/* One that was late in between. */
	static const uint64_t late[] = { 0, 600000, 800000, 1200000 };

	ck_assert(pace_slows(grows, 4, 400));
	ck_assert(!pace_slows(grows, 4, 401));
	ck_assert(!pace_slows(same, 4, 400));
	ck_assert(pace_slows(late, 4, 400));
	ck_assert(!pace_slows(same, 2, 400));
}
END_TEST

UNIT("pace", first_and_last_are_apart, pauses_grow)
