/* Who may call on the link. */
#include "edge/link.h"

#include "lib/unit.h"

static bool has_room(size_t all, size_t waiting, size_t of_address, size_t max)
{
	return link_has_room(&(struct link_room){ all, waiting, of_address, max });
}

START_TEST(those_without_a_session_leave_room_for_the_others)
{
	ck_assert(has_room(63, 31, 15, 64));
	ck_assert(!has_room(64, 0, 0, 64));
	ck_assert(!has_room(32, 32, 0, 64));
	ck_assert(!has_room(16, 16, 16, 64));
	/* Gateways with sessions do not count. */
	ck_assert(has_room(60, 0, 0, 64));
}
END_TEST

START_TEST(where_there_is_little_room_four_may_wait)
{
	ck_assert(has_room(3, 3, 3, 5));
	ck_assert(!has_room(4, 4, 4, 5));
	ck_assert(has_room(1, 1, 1, 2));
	ck_assert(!has_room(2, 2, 2, 2));
	ck_assert(has_room(0, 0, 0, 1));
}
END_TEST

START_TEST(a_session_is_its_gateways_own)
{
	ck_assert(gateway_may_resume(VIEW("gw1.example"), VIEW("gw1.example")));
	ck_assert(!gateway_may_resume(VIEW("gw1.example"), VIEW("gw2.example")));
}
END_TEST

UNIT("link_gateway", those_without_a_session_leave_room_for_the_others,
     where_there_is_little_room_four_may_wait, a_session_is_its_gateways_own)
