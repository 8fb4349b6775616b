#include "run/order.h"

#include <stdbool.h>
#include <string.h>

#include "lib/unit.h"

/* Of 40, eight are long, and one of two canaries is among them. */
enum { N = 40, CANARIES = 2, FIRST = CANARIES + 7 };

static struct order_of of[N];

static void order(size_t *out, uint64_t seed)
{
	for (size_t i = 0; i < N; i++)
		of[i] = (struct order_of){ i == 17 || i == 35,
			                   i % 10 == 3   ? ORDER_LONG_MS
			                   : i % 10 == 5 ? ORDER_LONG_MS + 1
			                                 : ORDER_LONG_MS - 1 };
	order_by_chance(out, of, N, seed);
}

START_TEST(canaries_and_long_ones_go_first_and_each_goes_once)
{
	size_t out[N];
	bool seen[N] = { false };

	order(out, 7);
	for (size_t i = 0; i < N; i++) {
		ck_assert_uint_lt(out[i], N);
		ck_assert(!seen[out[i]]);
		seen[out[i]] = true;
		ck_assert_int_eq(of[out[i]].canary, i < CANARIES);
		if (i >= CANARIES)
			ck_assert_int_eq(of[out[i]].budget_ms >= ORDER_LONG_MS, i < FIRST);
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
	ck_assert_int_ne(memcmp(one + CANARIES, other + CANARIES, (FIRST - CANARIES) * sizeof *one), 0);
	ck_assert_int_ne(memcmp(one + FIRST, other + FIRST, (N - FIRST) * sizeof *one), 0);
	order_by_chance(one, of, 0, 7); /* of none: nothing happens */
}
END_TEST

UNIT("order", canaries_and_long_ones_go_first_and_each_goes_once, a_seed_is_an_order)
