#include "sip/servers.h"

#include <stdio.h>

#include "lib/unit.h"

static struct address at(unsigned port)
{
	char text[ADDRESS_MAX];
	struct address a;

	snprintf(text, sizeof text, "192.0.2.1:%u", port);
	ck_assert(address_parse(view_of(text), &a));
	return a;
}

START_TEST(away_and_back)			/* R3261-21.5.4-1 */
{
	struct servers s = { 0 };
	struct address a = at(1), b = at(2);

	ck_assert(servers_may(&s, SIP_TCP, &a, 1000));
	servers_leave(&s, SIP_TCP, &a, 1000, 5000);
	ck_assert(!servers_may(&s, SIP_TCP, &a, 5999));
	ck_assert(servers_may(&s, SIP_TCP, &b, 5999));
	ck_assert(servers_may(&s, SIP_UDP, &a, 5999));
	ck_assert(servers_may(&s, SIP_TCP, &a, 6000));
	servers_leave(&s, SIP_TCP, &a, 6000, UINT64_MAX);
	ck_assert(!servers_may(&s, SIP_TCP, &a, 6000 + SERVERS_AWAY_MAX - 1));
	ck_assert(servers_may(&s, SIP_TCP, &a, 6000 + SERVERS_AWAY_MAX));
}
END_TEST

START_TEST(one_more_than_are_remembered)
{
	struct servers s = { 0 };
	struct address a;

	for (unsigned i = 0; i <= SERVERS_MAX; i++) {
		a = at(i + 1);
		servers_leave(&s, SIP_TCP, &a, i, 100000);
	}
	a = at(1);
	ck_assert(servers_may(&s, SIP_TCP, &a, 1000));
	a = at(2);
	ck_assert(!servers_may(&s, SIP_TCP, &a, 1000));
	a = at(SERVERS_MAX + 1);
	ck_assert(!servers_may(&s, SIP_TCP, &a, 1000));
}
END_TEST

UNIT("servers", away_and_back, one_more_than_are_remembered)
