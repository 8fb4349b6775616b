#include "lib/counts.h"

#include "lib/unit.h"

START_TEST(each_is_counted_alone)
{
	struct counts *c = counts_new();

	ck_assert_uint_eq(counts_of(c, VIEW("a@b.example")), 0);
	counts_add(c, VIEW("a@b.example"));
	counts_add(c, VIEW("a@b.example"));
	counts_add(c, VIEW("c@b.example"));
	ck_assert_uint_eq(counts_of(c, VIEW("a@b.example")), 2);
	ck_assert_uint_eq(counts_of(c, VIEW("c@b.example")), 1);
	ck_assert_uint_eq(counts_all(c), 3);
	counts_remove(c, VIEW("a@b.example"));
	counts_remove(c, VIEW("c@b.example"));
	counts_remove(c, VIEW("c@b.example")); /* it has gone */
	ck_assert_uint_eq(counts_of(c, VIEW("a@b.example")), 1);
	ck_assert_uint_eq(counts_of(c, VIEW("c@b.example")), 0);
	ck_assert_uint_eq(counts_all(c), 1);
	counts_free(&c);
	counts_free(&c);
}
END_TEST

UNIT("counts", each_is_counted_alone)
