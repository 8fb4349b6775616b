#include "lib/region.h"

#include <stdalign.h>
#include <stdint.h>
#include <string.h>

#include "lib/unit.h"

static bool aligned(const void *p)
{
	return (uintptr_t)p % alignof(max_align_t) == 0;
}

START_TEST(pieces_are_zeroed_aligned_and_apart)
{
	struct region *r = region_new();
	unsigned char *before = NULL;

	for (int round = 0; round < 3; round++) {
		for (size_t n = 0; n < 300; n++) {
			unsigned char *p = region_alloc(r, n);

			ck_assert_ptr_nonnull(p);
			ck_assert(aligned(p));
			for (size_t i = 0; i < n; i++)
				ck_assert_uint_eq(p[i], 0);
			if (before != NULL && n > 1)
				ck_assert_uint_eq(before[n - 2], 0xff);
			memset(p, 0xff, n);
			before = p;
		}
		region_reset(r);
		before = NULL;
	}
	region_free(&r);
	ck_assert_ptr_null(r);
	region_free(&r);
}
END_TEST

START_TEST(blocks_of_every_size_around_the_boundaries)
{
	struct region *r = region_new();
	static const size_t around[] = { 3968, 4096, 8192, 16384, 65536, 1 << 20 };

	for (size_t i = 0; i < sizeof around / sizeof around[0]; i++)
		for (size_t d = 0; d < 40; d++) {
			size_t n = around[i] + d - 20;

			memset(region_alloc(r, n), 0xaa, n);
			memset(region_alloc(r, 1), 0xbb, 1);
		}
	region_free(&r);
}
END_TEST

START_TEST(little_is_expected_and_more_is_given)
{
	struct region *r = region_new_for(40);

	for (int round = 0; round < 2; round++) {
		for (size_t n = 0; n < 5000; n += 37) {
			unsigned char *p = region_alloc(r, n);

			ck_assert(aligned(p));
			for (size_t i = 0; i < n; i++)
				ck_assert_uint_eq(p[i], 0);
			memset(p, 0xff, n);
		}
		region_reset(r);
	}
	region_free(&r);
	r = region_new_for(0);
	ck_assert(view_is(region_copy(r, VIEW("abc")), "abc"));
	region_free(&r);
}
END_TEST

START_TEST(one_that_is_used_again_is_empty)
{
	struct region *r[20];

	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < 20; i++) {
			unsigned char *p;

			r[i] = region_new();
			ck_assert_uint_eq(region_used(r[i]), 0);
			p = region_alloc(r[i], 6000);
			for (size_t k = 0; k < 6000; k++)
				ck_assert_uint_eq(p[k], 0);
			memset(p, 0xff, 6000);
			memset(region_alloc(r[i], 100), 0xff, 100);
		}
		for (size_t i = 0; i < 20; i++)
			for (size_t k = i + 1; k < 20; k++)
				ck_assert_ptr_ne(r[i], r[k]);
		for (size_t i = 0; i < 20; i++)
			region_free(&r[i]);
	}
}
END_TEST

START_TEST(copies_do_not_depend_on_the_original)
{
	struct region *r = region_new();
	char text[] = "abc";
	struct view copy = region_copy(r, (struct view){ text, 3 });
	char *s = region_cstr(r, (struct view){ text, 2 });

	text[0] = 'X';
	ck_assert(view_is(copy, "abc"));
	ck_assert_str_eq(s, "ab");
	ck_assert_uint_eq(region_copy(r, (struct view){ NULL, 0 }).n, 0);
	ck_assert_str_eq(region_cstr(r, (struct view){ NULL, 0 }), "");
	region_free(&r);
}
END_TEST

START_TEST(printf_fits_or_gets_a_block)
{
	struct region *r = region_new();
	char text[9001];

	for (size_t n = 0; n < sizeof text; n += 250) {
		struct view v;

		memset(text, 'x', n);
		text[n] = '\0';
		v = region_printf(r, "%s", text);
		ck_assert_uint_eq(v.n, n);
		ck_assert_str_eq(v.p, text);
	}
	region_free(&r);
}
END_TEST

START_TEST(used_counts_what_was_handed_out)
{
	struct region *r = region_new();

	ck_assert_uint_eq(region_used(r), 0);
	region_alloc(r, 10);
	region_copy(r, VIEW("abc"));
	ck_assert_uint_eq(region_used(r), 13);
	region_alloc(r, 100000);
	ck_assert_uint_eq(region_used(r), 100013);
	region_reset(r);
	ck_assert_uint_eq(region_used(r), 0);
	region_free(&r);
}
END_TEST

UNIT("region", pieces_are_zeroed_aligned_and_apart, blocks_of_every_size_around_the_boundaries,
     little_is_expected_and_more_is_given, one_that_is_used_again_is_empty,
     copies_do_not_depend_on_the_original, printf_fits_or_gets_a_block,
     used_counts_what_was_handed_out)
