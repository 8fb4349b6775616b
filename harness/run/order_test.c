#include "run/order.h"

#include <stdbool.h>
#include <string.h>

#include "lib/unit.h"

enum { N = 40 };

static uint64_t budget[N];

static void order(size_t *out, uint64_t seed)
{
	for (size_t i = 0; i < N; i++)
		budget[i] = i % 10 == 3 ? ORDER_LONG_MS : i % 10 == 5 ? ORDER_LONG_MS + 1 : ORDER_LONG_MS - 1;
	order_by_chance(out, budget, N, seed);
}

START_TEST(long_ones_go_first_and_each_goes_once)
{
	size_t out[N];
	bool seen[N] = { false };

	order(out, 7);
	for (size_t i = 0; i < N; i++) {
		ck_assert_uint_lt(out[i], N);
		ck_assert(!seen[out[i]]);
		seen[out[i]] = true;
		ck_assert_int_eq(budget[out[i]] >= ORDER_LONG_MS, i < N / 5);
	}
}
END_TEST

START_TEST(a_seed_is_an_order)
{
	size_t one[N], again[N], other[N];

	order(one, 7);
	order(again, 7);
	order(other, 8);
	ck_assert_int_eq(memcmp(one, again, sizeof one), 0);
	ck_assert_int_ne(memcmp(one, other, N / 5 * sizeof *one), 0);
	ck_assert_int_ne(memcmp(one + N / 5, other + N / 5, (N - N / 5) * sizeof *one), 0);
	order_by_chance(one, budget, 0, 7); /* of none: nothing happens */
}
END_TEST

UNIT("order", long_ones_go_first_and_each_goes_once, a_seed_is_an_order)
