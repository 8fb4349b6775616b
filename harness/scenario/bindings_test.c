/* Names and their values, and the values that are made afresh for them. */
#include "scenario/payload.h"

#include <string.h>

#include "lib/unit.h"

START_TEST(bindings_keep_and_replace)
{
	struct bindings *b = bindings_new(), *c;
	struct view v;

	ck_assert(!bindings_get(b, VIEW("a"), &v));
	bindings_set(b, VIEW("a"), VIEW("1"));
	bindings_set(b, VIEW("a"), (struct view){ "x\0y", 3 });
	c = bindings_copy(b);
	bindings_set(b, VIEW("a"), VIEW("2"));
	ck_assert(bindings_get(c, VIEW("a"), &v));
	ck_assert_uint_eq(v.n, 3);
	ck_assert(bindings_get(b, VIEW("a"), &v) && view_is(v, "2"));
	bindings_free(&b);
	bindings_free(&c);
	ck_assert_ptr_null(b);
}
END_TEST

START_TEST(fresh_values_follow_the_seed)
{
	static const char *const kinds[] = {
#define X(word, doc) #word,
#include "scenario/fresh.tbl"
#undef X
	};

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		struct rng one = { 5 }, same = { 5 }, other = { 6 };
		struct buf a = { 0 }, b = { 0 }, c = { 0 };

		ck_assert(fresh_is_known(view_of(kinds[i])));
		fresh(&one, view_of(kinds[i]), &a);
		fresh(&same, view_of(kinds[i]), &b);
		fresh(&other, view_of(kinds[i]), &c);
		ck_assert(buf_len(&a) > 0);
		ck_assert_str_eq(buf_cstr(&a), buf_cstr(&b));
		ck_assert_str_ne(buf_cstr(&a), buf_cstr(&c));
		buf_free(&a);
		buf_free(&b);
		buf_free(&c);
	}
	ck_assert(!fresh_is_known(VIEW("keys")));
}
END_TEST

UNIT("bindings", bindings_keep_and_replace, fresh_values_follow_the_seed)
