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

UNIT("uplink_rules", half_of_the_window_may_wait)
