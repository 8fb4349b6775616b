#include "sip/next_hop.h"

#include <stdio.h>

#include "lib/buf.h"
#include "lib/unit.h"
#include "sip/flow.h"

#define ALL 7u
#define UDP_ONLY SIP_TRANSPORT_BIT(SIP_UDP)

START_TEST(from_a_uri)
{
	static const struct {
		const char *uri, *hop;	/* "host port transport sips"; NULL: none */
	} row[] = {
		{ "sip:fe.example", "fe.example 0 - sip" },
		{ "sip:sally@fe.example:5070;transport=tcp", "fe.example 5070 TCP sip" },
		{ "sip:fe.example:5061;transport=TLS", "fe.example 5061 TLS sip" },
		{ "sips:fe.example.", "fe.example 0 - sips" },
		{ "sip:192.0.2.1;transport=udp", "192.0.2.1 0 UDP sip" },
		{ "sip:[2001:db8::1]:5060", "2001:db8::1 5060 - sip" },
		{ "sip:fe.example;maddr=192.0.2.7;lr", "192.0.2.7 0 - sip" },
		{ "sip:fe.example;transport=sctp", NULL },
		{ "sip:fe.example;transport", NULL },
		{ "tel:+15551234", NULL },
		{ "im:sally@fe.example", NULL },
	};

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct sip_uri uri;
		struct sip_hop hop;
		char host[256], got[400];
		bool ok;

		ck_assert_msg(sip_uri_read(view_of(row[i].uri), &uri, NULL), "%s", row[i].uri);
		ok = next_hop_of(&uri, ALL, host, &hop);
		ck_assert_msg(ok == (row[i].hop != NULL), "%s", row[i].uri);
		if (!ok)
			continue;
		snprintf(got, sizeof got, "%s %u %s %s", hop.host, hop.port,
		         hop.has_transport ? sip_transport_name(hop.transport) : "-",
		         hop.sips ? "sips" : "sip");
		ck_assert_str_eq(got, row[i].hop);
		ck_assert_uint_eq(hop.supported, ALL);
	}
}
END_TEST

START_TEST(nothing_long_over_udp)		/* R3261-18.1.1-1 */
{
	ck_assert(!next_hop_needs_stream(SIP_UDP, 1299, ALL));
	ck_assert(!next_hop_needs_stream(SIP_UDP, 1300, ALL));
	ck_assert(next_hop_needs_stream(SIP_UDP, 1301, ALL));
	ck_assert(!next_hop_needs_stream(SIP_UDP, 1301, UDP_ONLY));
	ck_assert(!next_hop_needs_stream(SIP_TCP, 9999, ALL));
	ck_assert(!next_hop_needs_stream(SIP_TLS, 9999, ALL));
}
END_TEST

static void tries_are(const struct location *where, size_t size, unsigned supported, size_t max,
                      const char *expected)
{
	struct next_hop_try t[8];
	struct buf b = { 0 };
	char at[ADDRESS_MAX];
	size_t n = next_hop_tries(where->attempt, where->n, size, supported, t, max);

	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s/%s ", sip_transport_name(t[i].transport),
		           address_print(&t[i].at, at));
	ck_assert_str_eq(n != 0 ? buf_cstr(&b) : "", expected);
	buf_free(&b);
}

START_TEST(the_order_of_tries)
{
	struct location where = { .n = 3 };

	where.attempt[0].transport = SIP_UDP;
	ck_assert(address_parse(VIEW("192.0.2.1:1"), &where.attempt[0].at));
	where.attempt[1].transport = SIP_TLS;
	ck_assert(address_parse(VIEW("192.0.2.2:2"), &where.attempt[1].at));
	where.attempt[2].transport = SIP_UDP;
	ck_assert(address_parse(VIEW("192.0.2.3:3"), &where.attempt[2].at));
	tries_are(&where, 1300, ALL, 8, "UDP/192.0.2.1:1 TLS/192.0.2.2:2 UDP/192.0.2.3:3 ");
	tries_are(&where, 1301, ALL, 8, "TCP/192.0.2.1:1 UDP/192.0.2.1:1 TLS/192.0.2.2:2 "
	          "TCP/192.0.2.3:3 UDP/192.0.2.3:3 ");
	tries_are(&where, 1301, UDP_ONLY, 8, "UDP/192.0.2.1:1 TLS/192.0.2.2:2 UDP/192.0.2.3:3 ");
	for (size_t max = 0; max <= 2; max++)
		tries_are(&where, 1301, ALL, max, max == 0 ? "" : max == 1 ? "TCP/192.0.2.1:1 " :
		          "TCP/192.0.2.1:1 UDP/192.0.2.1:1 ");
	where.n = 0;
	tries_are(&where, 1, ALL, 8, "");
}
END_TEST

UNIT("next_hop", from_a_uri, nothing_long_over_udp, the_order_of_tries)
