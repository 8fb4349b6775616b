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
	/* The first is the longest. */
	static const uint64_t late[] = { 0, 600000, 800000, 1200000 };

	ck_assert(pace_slows(grows, 4, 400));
	ck_assert(!pace_slows(grows, 4, 401));
	ck_assert(!pace_slows(same, 4, 400));
	/* Two calls at once, and then always the same: the calls do not slow down. */
	static const uint64_t twice[] = { 0, 400000, 800000, 1200000, 1210000, 1610000 };
	/* Shorter and shorter, but for the last. */
	static const uint64_t faster[] = { 0, 800000, 1400000, 1800000, 2000000, 2400000 };
	/* Random within a window that grows (3.3). */
	static const uint64_t window[] = { 0, 100000, 180000, 480000, 700000, 1300000 };

	ck_assert(!pace_slows(late, 4, 400));
	ck_assert(!pace_slows(same, 2, 400));
	ck_assert(!pace_slows(twice, 6, 400));
	ck_assert(!pace_slows(faster, 6, 400));
	ck_assert(pace_slows(window, 6, 400));
}
END_TEST

UNIT("pace", first_and_last_are_apart, pauses_grow)
