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

START_TEST(pauses_double_up_to_a_bound)
{
	const struct uplink_settings s = { .retry_min_ms = 1000, .retry_max_ms = 60000 };
	uint64_t pause = s.retry_min_ms;

	for (unsigned i = 0; i < 100; i++) {
		uint64_t next = uplink_next_pause(pause, &s);

		ck_assert_uint_le(next, 60000);
		ck_assert(next > pause || next == 60000);
		pause = next;
	}
	ck_assert_uint_eq(uplink_next_pause(1000, &s), 2000);
	ck_assert_uint_eq(uplink_next_pause(32000, &s), 60000);
}
END_TEST

START_TEST(what_is_up_goes_before_what_waits)
{
	const struct uplink_way old = { true, 1 }, young = { true, 2 };
	const struct uplink_way broken = { false, 1 }, gone = { false, 2 };

	ck_assert(uplink_goes_before(old, young));
	ck_assert(!uplink_goes_before(young, old));
	ck_assert(uplink_goes_before(young, broken));
	ck_assert(!uplink_goes_before(broken, young));
	ck_assert(uplink_goes_before(broken, gone));
}
END_TEST

START_TEST(a_route_is_some_of_the_edges_or_all)
{
	static const char *const route[] = { "edge2.example", "edge3.example" };

	ck_assert(uplink_in_route("edge1.example", NULL, 0));
	ck_assert(!uplink_in_route("edge1.example", route, 2));
	ck_assert(uplink_in_route("edge3.example", route, 2));
	ck_assert(!uplink_in_route("edge3.example", route, 1));
}
END_TEST

UNIT("uplink_rules", half_of_the_window_may_wait, the_last_address_has_its_turn,
     pauses_double_up_to_a_bound, what_is_up_goes_before_what_waits,
     a_route_is_some_of_the_edges_or_all)
