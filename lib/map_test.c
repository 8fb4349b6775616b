#include "lib/map.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/rng.h"
#include "lib/unit.h"

static int one, two;

START_TEST(an_empty_map_has_nothing)
{
	struct map *m = map_new();
	size_t pos = 0;

	ck_assert_ptr_null(map_get(m, VIEW("a")));
	ck_assert_ptr_null(map_remove(m, VIEW("a")));
	ck_assert_uint_eq(map_count(m), 0);
	ck_assert(!map_next(m, &pos, NULL, NULL));
	map_free(&m);
	ck_assert_ptr_null(m);
	map_free(&m);
}
END_TEST

START_TEST(put_gives_what_was_there)
{
	struct map *m = map_new();
	char key[] = "key";

	ck_assert_ptr_null(map_put(m, view_of(key), &one));
	key[0] = 'X';		/* the key was copied */
	ck_assert_ptr_eq(map_get(m, VIEW("key")), &one);
	ck_assert_ptr_null(map_get(m, VIEW("Xey")));
	ck_assert_ptr_eq(map_put(m, VIEW("key"), &two), &one);
	ck_assert_uint_eq(map_count(m), 1);
	ck_assert_ptr_eq(map_remove(m, VIEW("key")), &two);
	ck_assert_ptr_null(map_remove(m, VIEW("key")));
	ck_assert_uint_eq(map_count(m), 0);
	map_free(&m);
}
END_TEST

START_TEST(keys_are_bytes)
{
	struct map *m = map_new();

	map_put(m, VIEW(""), &one);
	map_put(m, VIEW("\0"), &two);
	ck_assert_ptr_eq(map_get(m, (struct view){ NULL, 0 }), &one);
	ck_assert_ptr_eq(map_get(m, VIEW("\0")), &two);
	ck_assert_ptr_null(map_get(m, VIEW("\0\0")));
	map_free(&m);
}
END_TEST

/* Keys of all lengths around the words of the hash, each a prefix of the next. */
START_TEST(prefixes_are_different_keys)
{
	struct map *m = map_new();
	static char text[64];
	static int value[65];

	memset(text, 'a', sizeof text);
	for (size_t n = 0; n <= sizeof text; n++)
		ck_assert_ptr_null(map_put(m, (struct view){ text, n }, &value[n]));
	for (size_t n = 0; n <= sizeof text; n++)
		ck_assert_ptr_eq(map_get(m, (struct view){ text, n }), &value[n]);
	map_free(&m);
}
END_TEST

START_TEST(random_work_agrees_with_a_plain_array)
{
	enum { KEYS = 500 };
	static int value[KEYS], *model[KEYS];
	struct map *m = map_new();
	size_t count = 0;
	struct rng r;

	rng_seed(&r, 2);
	for (int i = 0; i < 200000; i++) {
		/* Waves, so that it grows, has holes, shrinks and is empty. */
		unsigned k = rng_next_below(&r, KEYS);
		bool put = rng_next_below(&r, 100) < (i / 5000 % 2 ? 20u : 80u);
		char key[16];
		struct view v;

		snprintf(key, sizeof key, "k%u", k);
		v = view_of(key);
		ck_assert_ptr_eq(map_get(m, v), model[k]);
		if (put) {
			ck_assert_ptr_eq(map_put(m, v, &value[k]), model[k]);
			count += model[k] == NULL;
			model[k] = &value[k];
		} else {
			ck_assert_ptr_eq(map_remove(m, v), model[k]);
			count -= model[k] != NULL;
			model[k] = NULL;
		}
		ck_assert_uint_eq(map_count(m), count);
	}
	map_free(&m);
}
END_TEST

START_TEST(a_walk_meets_each_entry_once)
{
	struct map *m = map_new();
	static int value[1000];
	size_t pos = 0, met = 0;
	struct view key;
	char name[16];
	void *v;

	for (int i = 0; i < 1000; i++) {
		snprintf(name, sizeof name, "%d", i);
		map_put(m, view_of(name), &value[i]);
	}
	while (map_next(m, &pos, &key, &v)) {
		*(int *)v += 1;
		ck_assert_ptr_eq(map_get(m, key), v);
		met++;
	}
	ck_assert_uint_eq(met, 1000);
	for (int i = 0; i < 1000; i++)
		ck_assert_int_eq(value[i], 1);
	ck_assert(!map_next(m, &pos, &key, &v));
	map_free(&m);
}
END_TEST

START_TEST(entries_may_be_removed_during_a_walk)
{
	struct map *m = map_new();
	static int value[100];
	size_t pos = 0, met = 0;
	struct view key;
	char name[16];
	void *v;

	for (int i = 0; i < 100; i++) {
		snprintf(name, sizeof name, "%d", i);
		map_put(m, view_of(name), &value[i]);
	}
	while (map_next(m, &pos, &key, &v)) {
		char copy[16];

		snprintf(copy, sizeof copy, "%.*s", VIEW_ARG(key));
		ck_assert_ptr_eq(map_remove(m, view_of(copy)), v);
		met++;
	}
	ck_assert_uint_eq(met, 100);
	ck_assert_uint_eq(map_count(m), 0);

	/* All gone at the first: the walk ends. */
	map_put(m, VIEW("a"), &one);
	map_put(m, VIEW("b"), &two);
	pos = 0;
	ck_assert(map_next(m, &pos, &key, &v));
	map_remove(m, VIEW("b"));
	map_remove(m, VIEW("a"));
	ck_assert(!map_next(m, &pos, &key, &v));
	map_free(&m);
}
END_TEST

/* One entry that comes and goes, for ever, beside one that stays. */
START_TEST(holes_do_not_pile_up)
{
	struct map *m = map_new();
	size_t pos = 0, met = 0;
	char name[16];

	map_put(m, VIEW("stays"), &one);
	for (int i = 0; i < 1000000; i++) {
		int n = snprintf(name, sizeof name, "%d", i);
		struct view v = { name, (size_t)n };

		map_put(m, v, &two);
		ck_assert_ptr_eq(map_remove(m, v), &two);
	}
	while (map_next(m, &pos, NULL, NULL))
		met++;
	ck_assert_uint_eq(met, 1);
	ck_assert_uint_le(pos, 16);
	map_free(&m);
}
END_TEST

START_TEST(ids_are_never_zero_nor_given_twice)
{
	struct ids *a = ids_new(), *b = ids_new();
	uint64_t last = 0, id;

	for (int i = 0; i < 1000; i++) {
		id = ids_add(i % 2 ? a : b, &one);
		ck_assert_uint_gt(id, last);
		last = id;
		if (i % 3 == 0)
			ids_remove(i % 2 ? a : b, id);
	}
	/* A number that strays into the other table finds nothing. */
	id = ids_add(a, &one);
	ck_assert_ptr_null(ids_get(b, id));
	ck_assert_ptr_null(ids_get(a, 0));
	ids_free(&a);
	ids_free(&b);
	ck_assert_ptr_null(a);
	ids_free(&a);
}
END_TEST

START_TEST(an_id_finds_its_value_until_removed)
{
	struct ids *ids = ids_new();
	uint64_t x = ids_add(ids, &one), y = ids_add(ids, &two), met;
	size_t pos = 0;
	void *v;

	ck_assert_ptr_eq(ids_get(ids, x), &one);
	ck_assert_ptr_eq(ids_get(ids, y), &two);
	ck_assert_uint_eq(ids_count(ids), 2);
	ck_assert_ptr_eq(ids_remove(ids, x), &one);
	ck_assert_ptr_null(ids_get(ids, x));
	ck_assert_ptr_null(ids_remove(ids, x));
	ck_assert(ids_next(ids, &pos, &met, &v));
	ck_assert_uint_eq(met, y);
	ck_assert_ptr_eq(v, &two);
	ck_assert(!ids_next(ids, &pos, &met, &v));
	ids_free(&ids);
}
END_TEST

UNIT("map", an_empty_map_has_nothing, put_gives_what_was_there, keys_are_bytes,
     prefixes_are_different_keys, random_work_agrees_with_a_plain_array,
     a_walk_meets_each_entry_once, entries_may_be_removed_during_a_walk,
     holes_do_not_pile_up,
     ids_are_never_zero_nor_given_twice, an_id_finds_its_value_until_removed)
