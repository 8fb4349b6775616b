#include "gateway/uplink_rules.h"

#include "lib/unit.h"

START_TEST(half_of_the_window_may_wait)
{
	const struct uplink_settings s = { .window_stanzas = 100, .window_bytes = 1000 };

	ck_assert(!uplink_holds_too_much(1, 10, &s));
	ck_assert(!uplink_holds_too_much(50, 500, &s));
	ck_assert(uplink_holds_too_much(51, 500, &s));
	ck_assert(uplink_holds_too_much(50, 501, &s));
}
END_TEST

START_TEST(the_last_address_has_its_turn)
{
	ck_assert_uint_eq(uplink_patience(10000, 0), 0);
	ck_assert_uint_eq(uplink_patience(10000, 4), 0);
	ck_assert_uint_eq(uplink_patience(10000, 5), 5000);
	ck_assert_uint_eq(uplink_patience(10000, 8), 5000);
	ck_assert_uint_eq(uplink_patience(10000, 9), 3333);
}
END_TEST

UNIT("uplink_rules", half_of_the_window_may_wait, the_last_address_has_its_turn)
