#include "sip/table.h"

#include "lib/rng.h"
#include "lib/unit.h"

struct thing {
	struct sip_entry entry;
	int inside;
};

/* Few hashes, so that many are shared; growing on the way. */
START_TEST(what_was_put_is_found)
{
	enum { N = 1000, HASHES = 97 };
	static struct thing thing[N];
	struct sip_table t = { 0 };
	struct rng rng;
	size_t count = 0;

	rng_seed(&rng, 3);
	ck_assert_ptr_null(sip_table_first(&t, 1));
	for (int round = 0; round < 30000; round++) {
		uint32_t i = rng_next_below(&rng, N);
		uint64_t hash = i % HASHES;
		size_t found = 0, expected = 0;

		if (thing[i].inside)
			sip_table_remove(&t, &thing[i].entry), count--;
		else
			sip_table_add(&t, &thing[i].entry, hash), count++;
		thing[i].inside = !thing[i].inside;
		ck_assert_uint_eq(t.count, count);
		for (struct sip_entry *e = sip_table_first(&t, hash); e != NULL;
		     e = sip_table_next(e)) {
			ck_assert_uint_eq(e->hash, hash);
			found++;
		}
		for (size_t j = (size_t)hash; j < N; j += HASHES)
			expected += (size_t)thing[j].inside;
		ck_assert_uint_eq(found, expected);
	}
	ck_assert_ptr_null(sip_table_first(&t, HASHES));
	sip_table_free(&t);
}
END_TEST

START_TEST(all_are_seen)
{
	static struct sip_entry many[1000], *e, *next;
	struct sip_table t = { 0 };
	size_t pos = 0, seen = 0;

	ck_assert_ptr_null(sip_table_bucket(&t, &pos));
	for (size_t i = 0; i < 1000; i++)
		sip_table_add(&t, &many[i], i * 7);
	while ((e = sip_table_bucket(&t, &pos)) != NULL)
		for (; e != NULL; e = next, seen++) {
			next = e->next;
			sip_table_remove(&t, e);
		}
	ck_assert_uint_eq(seen, 1000);
	ck_assert_uint_eq(t.count, 0);
	sip_table_free(&t);
}
END_TEST

UNIT("table", what_was_put_is_found, all_are_seen)
