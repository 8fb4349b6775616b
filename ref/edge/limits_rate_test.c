#include "edge/limits_rate.h"

#include <stdio.h>

#include "lib/unit.h"

static const struct view one = { "192.0.2.1:0", 11 }, other = { "192.0.2.2:0", 11 };

START_TEST(a_span_begins_with_the_first_and_ends)
{
	struct rate *r = rate_new();

	ck_assert_uint_eq(rate_lately(r, one, 500), 0);
	rate_count(r, one, 500);
	rate_count(r, one, 600);
	rate_count(r, other, 700);
	ck_assert_uint_eq(rate_lately(r, one, 700), 2);
	ck_assert_uint_eq(rate_lately(r, other, 700), 1);
	ck_assert_uint_eq(rate_lately(r, one, 500 + RATE_SPAN_MS - 1), 2);
	ck_assert_uint_eq(rate_lately(r, one, 500 + RATE_SPAN_MS), 0);
	ck_assert_uint_eq(rate_lately(r, other, 500 + RATE_SPAN_MS), 1);
	ck_assert_uint_eq(rate_addresses(r), 1);
	/* The next span is a new one, behind those that run. */
	rate_count(r, one, 500 + RATE_SPAN_MS);
	ck_assert_uint_eq(rate_lately(r, one, 700 + RATE_SPAN_MS), 1);
	ck_assert_uint_eq(rate_lately(r, other, 700 + RATE_SPAN_MS), 0);
	rate_free(&r);
	ck_assert_ptr_null(r);
	rate_free(&r);
}
END_TEST

START_TEST(what_is_remembered_is_bounded)
{
	struct rate *r = rate_new();
	char text[32];

	rate_count(r, one, 0);
	for (unsigned i = 0; i < RATE_ADDRESSES + 10; i++) {
		snprintf(text, sizeof text, "[2001:db8:0:%x::]:0", i);
		rate_count(r, view_of(text), 1 + i / 100);
		ck_assert_uint_le(rate_addresses(r), RATE_ADDRESSES);
	}
	ck_assert_uint_eq(rate_lately(r, one, 50), 0);
	ck_assert_uint_eq(rate_lately(r, view_of(text), 50), 1);
	ck_assert_uint_eq(rate_lately(r, view_of(text), 3 * RATE_SPAN_MS), 0);
	ck_assert_uint_eq(rate_addresses(r), 0);
	rate_count(r, one, 3 * RATE_SPAN_MS);
	ck_assert_uint_eq(rate_lately(r, one, 3 * RATE_SPAN_MS), 1);
	rate_free(&r);
}
END_TEST

UNIT("rate", a_span_begins_with_the_first_and_ends, what_is_remembered_is_bounded)
