#include "sip/strangers.h"

#include "lib/unit.h"

static struct address at(const char *text)
{
	struct address a;

	ck_assert(address_parse(view_of(text), &a));
	return a;
}

START_TEST(they_are_counted_by_address)
{
	struct address one = at("192.0.2.1:5000"), again = at("192.0.2.1:5001"),
	               two = at("192.0.2.2:5000");
	struct strangers *s = strangers_new();

	strangers_come(s, &one);
	strangers_come(s, &again);
	strangers_come(s, &two);
	ck_assert_uint_eq(strangers_count(s), 3);
	ck_assert_uint_eq(strangers_of(s, &one), 2);
	ck_assert_uint_eq(strangers_of(s, &two), 1);
	strangers_go(s, &one);
	strangers_go(s, &two);
	strangers_go(s, &two); /* it has gone */
	ck_assert_uint_eq(strangers_count(s), 1);
	ck_assert_uint_eq(strangers_of(s, &again), 1);
	ck_assert_uint_eq(strangers_of(s, &two), 0);
	strangers_free(&s);
	strangers_free(&s);
}
END_TEST

START_TEST(all_of_one_64_are_one)
{
	struct address one = at("[2001:db8::1]:5000"), other = at("[2001:db8::2:1]:5000");
	struct strangers *s = strangers_new();

	strangers_come(s, &one);
	ck_assert_uint_eq(strangers_of(s, &other), 1);
	strangers_free(&s);
}
END_TEST

START_TEST(a_quarter_and_half_of_it_for_an_address)
{
	ck_assert(strangers_take(249, 0, 1000));
	ck_assert(!strangers_take(250, 0, 1000));
	ck_assert(strangers_take(0, 124, 1000));
	ck_assert(!strangers_take(0, 125, 1000));
	/* The least. */
	ck_assert(strangers_take(15, 7, 20));
	ck_assert(!strangers_take(16, 0, 20));
	ck_assert(!strangers_take(8, 8, 1));
}
END_TEST

UNIT("strangers", they_are_counted_by_address, all_of_one_64_are_one,
     a_quarter_and_half_of_it_for_an_address)
