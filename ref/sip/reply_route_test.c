#include "sip/reply_route.h"

#include "lib/unit.h"

START_TEST(where_an_answer_goes)
{
	static const struct {
		enum sip_transport transport;
		const char *via, *from, *to;
		bool received;
	} row[] = {
		/* 18.2.2: the source address, the sent-by port */
		{ SIP_UDP, "192.0.2.1:5099", "192.0.2.1:7000", "192.0.2.1:5099", false },
		{ SIP_UDP, "192.0.2.1", "192.0.2.1:7000", "192.0.2.1:5060", false },
		{ SIP_UDP, "host.invalid:5099", "192.0.2.1:7000", "192.0.2.1:5099", true },
		{ SIP_UDP, "192.0.2.2", "192.0.2.1:7000", "192.0.2.1:5060", true },
		/* RFC 3581 4: and its port; received even when it is the same */
		{ SIP_UDP, "192.0.2.1:5099;rport", "192.0.2.1:7000", "192.0.2.1:7000", true },
		{ SIP_UDP, "h:5099;rport=1", "192.0.2.1:7000", "192.0.2.1:7000", true },
		/* What the sender claims of itself, or of others, is not followed. */
		{ SIP_UDP, "h;received=203.0.113.1", "192.0.2.1:7000", "192.0.2.1:5060", true },
		{ SIP_UDP, "h;maddr=203.0.113.1", "192.0.2.1:7000", "192.0.2.1:5060", true },
		{ SIP_UDP, "255.255.255.255", "192.0.2.1:7000", "192.0.2.1:5060", true },
		/* IPv6, in any of its forms */
		{ SIP_UDP, "[2001:db8:0::1]:5099", "[2001:db8::1]:7000", "[2001:db8::1]:5099", false },
		{ SIP_UDP, "192.0.2.1", "[2001:db8::1]:7000", "[2001:db8::1]:5060", true },
		/* streams: where a new connection would go */
		{ SIP_TCP, "h", "192.0.2.1:41000", "192.0.2.1:5060", true },
		{ SIP_TCP, "h:5070;rport", "192.0.2.1:41000", "192.0.2.1:5070", true },
		{ SIP_TLS, "h", "192.0.2.1:41000", "192.0.2.1:5061", true },
	};

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct sip_flow from = { .transport = row[i].transport, .connection = 9 }, to;
		struct buf b = { 0 };
		struct sip_via via;
		const char *why = NULL;
		char text[ADDRESS_MAX];

		ck_assert(address_parse(view_of(row[i].from), &from.peer));
		buf_printf(&b, "SIP/2.0/UDP %s", row[i].via);
		ck_assert_msg(sip_via_read(buf_view(&b), &via, &why), "%s: %s", row[i].via, why);
		reply_flow(&via, &from, &to);
		ck_assert_str_eq(address_print(&to.peer, text), row[i].to);
		ck_assert_uint_eq(to.connection, 9);
		ck_assert_int_eq(to.transport, row[i].transport);
		ck_assert_msg(reply_needs_received(&via, &from) == row[i].received, "%s", row[i].via);
		buf_free(&b);
	}
}
END_TEST

START_TEST(a_host_without_brackets)
{
	struct address a;
	char text[ADDRESS_MAX];

	ck_assert(address_parse(VIEW("[2001:db8::1]:5060"), &a));
	ck_assert_str_eq(reply_host(&a, text), "2001:db8::1");
	ck_assert(address_parse(VIEW("192.0.2.1:5060"), &a));
	ck_assert_str_eq(reply_host(&a, text), "192.0.2.1");
}
END_TEST

START_TEST(packed_and_back)
{
	static const char *const at[] = { "192.0.2.1:5060", "[2001:db8::1]:65535" };

	ck_assert_uint_le(sizeof(struct sip_packed_flow), 40);
	for (int i = 0; i < 2; i++) {
		struct sip_flow f = { .transport = SIP_TLS, .connection = UINT64_MAX }, back;
		struct sip_packed_flow p;
		char text[ADDRESS_MAX];

		ck_assert(address_parse(view_of(at[i]), &f.peer));
		sip_flow_pack(&f, &p);
		sip_flow_unpack(&p, &back);
		ck_assert_str_eq(address_print(&back.peer, text), at[i]);
		ck_assert_uint_eq(back.connection, UINT64_MAX);
		ck_assert_int_eq(back.transport, SIP_TLS);
	}
}
END_TEST

START_TEST(names_of_transports)
{
	enum sip_transport t = SIP_UDP;

	ck_assert(sip_transport_named(VIEW("tls"), &t) && t == SIP_TLS);
	ck_assert(sip_transport_named(VIEW("Tcp"), &t) && t == SIP_TCP);
	ck_assert(!sip_transport_named(VIEW("SCTP"), &t));
	ck_assert_str_eq(sip_transport_name(SIP_UDP), "UDP");
	ck_assert_uint_eq(sip_default_port(SIP_TLS), 5061);
	ck_assert_uint_eq(sip_default_port(SIP_TCP), 5060);
}
END_TEST

UNIT("reply_route", where_an_answer_goes, a_host_without_brackets, packed_and_back,
     names_of_transports)
