#include "lib/map.h"
#include "lib/rng.h"
#include "lib/unit.h"

#define N 5000

START_TEST(found_among_holes)
{
	static int value[N];
	static uint64_t id[N];
	struct ids *ids = ids_new();
	struct rng r;
	size_t n = 0, seen = 0, pos = 0;
	uint64_t met, before = 0;
	void *v;

	rng_seed(&r, 3);
	for (size_t i = 0; i < N; i++) {
		size_t k = rng_next_below(&r, (uint32_t)i + 1);

		id[i] = ids_add(ids, &value[i]);
		n++;
		if (ids_remove(ids, id[k]) != NULL)
			n--;
		ck_assert_ptr_null(ids_get(ids, id[k]));
		ck_assert_uint_eq(ids_count(ids), n);
	}
	while (ids_next(ids, &pos, &met, &v)) {
		size_t i = (size_t)((int *)v - value);

		ck_assert_uint_eq(met, id[i]);
		ck_assert_ptr_eq(ids_get(ids, met), v);
		ck_assert_uint_lt(before, met);
		before = met;
		ck_assert_ptr_eq(ids_remove(ids, met), v);
		seen++;
	}
	ck_assert_uint_eq(seen, n);
	ck_assert_uint_eq(ids_count(ids), 0);
	met = ids_add(ids, &value[0]);
	ck_assert_ptr_eq(ids_get(ids, met), &value[0]);
	ids_free(&ids);
}
END_TEST

START_TEST(numbers_from_elsewhere)
{
	struct ids *ids = ids_new();
	int a, b;

	ids_put(ids, 7, &a);
	ids_put(ids, 100, &b);
	ck_assert_ptr_eq(ids_get(ids, 7), &a);
	ck_assert_ptr_eq(ids_get(ids, 100), &b);
	ck_assert_ptr_null(ids_get(ids, 8));
	ck_assert_ptr_null(ids_get(ids, 101));
	ck_assert_ptr_eq(ids_remove(ids, 7), &a);
	ck_assert_ptr_null(ids_remove(ids, 7));
	ids_free(&ids);
}
END_TEST

UNIT("ids", found_among_holes, numbers_from_elsewhere)
