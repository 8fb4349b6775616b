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

START_TEST(seconds_make_a_session_steady)
{
	ck_assert(!uplink_was_steady(0));
	ck_assert(!uplink_was_steady(4999));
	ck_assert(uplink_was_steady(5000));
	ck_assert(uplink_was_steady(UINT64_MAX));
}
END_TEST

/* LYNC-HA-1. */
START_TEST(a_break_is_followed_by_a_call_and_failures_by_growing_pauses)
{
	const struct uplink_settings s = { .retry_min_ms = 1000, .retry_max_ms = 60000 };
	uint64_t last = 0;

	for (uint32_t chance = 0; chance < 5000; chance++)
		ck_assert_uint_eq(uplink_redial_delay(0, 60000, &s, chance), chance % 1001);
	for (unsigned n = 1; n < 40; n++) {
		uint64_t least = uplink_redial_delay(n, UINT64_MAX, &s, 0);

		ck_assert_uint_eq(least, n < 7 ? last == 0 ? 500 : 2 * last : 30000);
		for (uint32_t chance = 0; chance < 100000; chance += 997) {
			ck_assert_uint_ge(uplink_redial_delay(n, UINT64_MAX, &s, chance), least);
			ck_assert_uint_le(uplink_redial_delay(n, UINT64_MAX, &s, chance),
			                  2 * least);
		}
		last = least;
	}
}
END_TEST

START_TEST(a_session_that_may_be_resumed_is_called_for_while_it_lasts)
{
	const struct uplink_settings s = { .retry_min_ms = 1000, .retry_max_ms = 60000 };

	for (uint32_t chance = 0; chance < 40000; chance += 97)
		ck_assert_uint_le(uplink_redial_delay(100, 60000, &s, chance), 15000);
	ck_assert_uint_eq(uplink_redial_delay(100, 60000, &s, 7500), 15000);
	ck_assert_uint_eq(uplink_redial_delay(0, 2000, &s, 500), 500);
	ck_assert_uint_eq(uplink_redial_delay(0, 2000, &s, 501), 0);
	ck_assert_uint_eq(uplink_redial_delay(3, 2000, &s, 0), 250);
}
END_TEST

START_TEST(an_edge_may_write_more_than_partners)
{
	struct xml_limits link = uplink_limits(), partner = xml_limits_default;

	ck_assert_uint_ge(link.stanza, 6 * ((size_t)16 << 20)); /* the most of stanza-limit */
	ck_assert_uint_ge(link.tag, 6 * (partner.tag + partner.attributes * XML_NAMESPACE_MAX));
	ck_assert_uint_ge(link.namespaces, partner.nodes);
	ck_assert_uint_gt(link.attributes, partner.attributes);
	ck_assert_uint_ge(link.depth, partner.depth);
	ck_assert_uint_ge(link.nodes, partner.nodes);
}
END_TEST

UNIT("uplink_rules", an_edge_may_write_more_than_partners, half_of_the_window_may_wait,
     the_last_address_has_its_turn,
     what_is_up_goes_before_what_waits, a_route_is_some_of_the_edges_or_all,
     seconds_make_a_session_steady, a_break_is_followed_by_a_call_and_failures_by_growing_pauses,
     a_session_that_may_be_resumed_is_called_for_while_it_lasts)
