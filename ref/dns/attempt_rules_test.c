/* Which attempts may be under way at the same time. */
#include "dns/locate.h"

#include <stdio.h>

#include "lib/unit.h"

static struct attempt attempt(const char *at, const char *target, bool direct_tls)
{
	struct attempt a = { .direct_tls = direct_tls };

	ck_assert(address_parse(view_of(at), &a.at));
	snprintf(a.target, sizeof a.target, "%s", target);
	return a;
}

START_TEST(addresses_of_one_target_alone)
{
	static const struct {
		const char *at, *target;
		bool direct_tls;
		enum sip_transport transport;
		bool may;
	} rows[] = {
		{ "192.0.2.1:5269", "a.example", false, SIP_UDP, true },
		{ "[2001:db8::2]:5269", "a.example", false, SIP_UDP, true },
		/* Another record: its turn comes when this one has failed. */
		{ "192.0.2.1:5269", "b.example", false, SIP_UDP, false },
		{ "192.0.2.1:5270", "a.example", false, SIP_UDP, false },
		{ "192.0.2.1:5269", "a.example", true, SIP_UDP, false },
		{ "192.0.2.1:5269", "a.example", false, SIP_TCP, false },
	};
	struct attempt now = attempt("[2001:db8::1]:5269", "a.example", false);

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct attempt next = attempt(rows[i].at, rows[i].target, rows[i].direct_tls);

		next.transport = rows[i].transport;
		ck_assert_msg(attempt_may_overlap(&now, &next) == rows[i].may, "row %zu", i);
	}
}
END_TEST

UNIT("attempt_rules", addresses_of_one_target_alone)
