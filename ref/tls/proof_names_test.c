/* Rows C1 to C19 and C22 of certificate matching: who a certificate names. */
#include "tls/proof.h"

#include "lib/unit.h"
#include "tls/testcert.h"

static bool names(const char *san, const char *cn, const char *ascii, const char *prepared)
{
	struct tc c = tc_new(&(struct tc_spec){
		.cn = cn, .san = san != NULL ? tc_san(san) : NULL });
	bool match = cert_names_domain(c.cert, view_of(ascii), view_of(prepared));

	tc_free(&c);
	return match;
}

/* The domain is written the same in both forms. */
static bool plain(const char *san, const char *domain)
{
	return names(san, "leaf", domain, domain);
}

static bool bucher(const char *san)
{
	return names(san, "leaf", "xn--bcher-kva.example", "b\xc3\xbc" "cher.example");
}

static bool host(const char *san, const char *name)
{
	struct tc c = tc_new(&(struct tc_spec){ .cn = "peer.example", .san = tc_san(san) });
	bool match = cert_names_host(c.cert, view_of(name));

	tc_free(&c);
	return match;
}

static bool raw(int type, struct view name, const char *domain)
{
	GENERAL_NAMES *san = GENERAL_NAMES_new();
	struct tc c;
	bool match;

	tc_name(san, type, name);
	c = tc_new(&(struct tc_spec){ .cn = domain, .san = san });
	match = cert_names_domain(c.cert, view_of(domain), view_of(domain));
	tc_free(&c);
	return match;
}

START_TEST(dns_name_matches_without_case)		/* C1, C2 */
{
	ck_assert(plain("dns:peer.example", "peer.example"));
	ck_assert(plain("dns:PEER.Example", "peer.example"));
	ck_assert(plain("dns:other.example dns:peer.example", "peer.example"));
	ck_assert(!plain("dns:peer.example", "peer2.example"));
	ck_assert(!plain("dns:peer.example", "apeer.example"));
	ck_assert(!plain("dns:peer.example.", "peer.example"));
	ck_assert(!plain("dns:", "peer.example"));
}
END_TEST

START_TEST(wildcard_is_one_whole_label)			/* C3, C4, C5 */
{
	ck_assert(plain("dns:*.peer.example", "im.peer.example"));
	ck_assert(plain("dns:*.PEER.example", "im.peer.example"));
	ck_assert(!plain("dns:*.peer.example", "peer.example"));
	ck_assert(!plain("dns:*.peer.example", "a.b.peer.example"));
	ck_assert(!plain("dns:*.peer.example", ".peer.example"));
	ck_assert(!plain("dns:i*.peer.example", "im.peer.example"));
	ck_assert(!plain("dns:*m.peer.example", "im.peer.example"));
	ck_assert(!plain("dns:x.*.example", "x.peer.example"));
	ck_assert(!plain("dns:*.*.example", "im.peer.example"));
	ck_assert(!plain("dns:**.peer.example", "im.peer.example"));
	ck_assert(!plain("dns:*", "example"));
	ck_assert(!plain("dns:*.", "peer.example"));
	ck_assert(!plain("dns:*.example", "peer.example"));
}
END_TEST

START_TEST(internationalised_domain)			/* C6, C7 */
{
	ck_assert(bucher("dns:xn--bcher-kva.example"));
	ck_assert(bucher("dns:XN--BCHER-KVA.example"));
	ck_assert(!bucher("dns:xn--*.example"));
	ck_assert(!bucher("dns:b\xc3\xbc" "cher.example"));
	ck_assert(bucher("xmpp:b\xc3\xbc" "cher.example"));
	ck_assert(bucher("xmpp:B\xc3\x9c" "cher.example"));
	ck_assert(bucher("xmpp:xn--bcher-kva.example"));
	ck_assert(!bucher("xmpp:bucher.example"));
}
END_TEST

START_TEST(srv_name_has_a_service_and_no_protocol)	/* C8 to C11 */
{
	ck_assert(plain("srv:_xmpp-server.peer.example", "peer.example"));
	ck_assert(plain("srv:_XMPP-SERVER.peer.example", "peer.example"));
	ck_assert(!plain("srv:_xmpp-client.peer.example", "peer.example"));
	ck_assert(!plain("srv:_xmpp-server._tcp.peer.example", "peer.example"));
	ck_assert(!plain("srv:peer.example", "peer.example"));
	ck_assert(!plain("srv:_xmpp-server.", "peer.example"));
	ck_assert(!plain("srv:_xmpp-server.*.peer.example", "im.peer.example"));
	/* As a dNSName it is nothing special. */
	ck_assert(!plain("dns:_xmpp-server.peer.example", "peer.example"));
}
END_TEST

START_TEST(xmpp_addr_is_a_domain_alone)			/* C12 to C14 */
{
	ck_assert(plain("xmpp:peer.example", "peer.example"));
	ck_assert(plain("xmpp:Peer.Example", "peer.example"));
	ck_assert(plain("xmpp:peer.example.", "peer.example"));
	ck_assert(!plain("xmpp:admin@peer.example", "peer.example"));
	ck_assert(!plain("xmpp:peer.example/home", "peer.example"));
	ck_assert(!plain("xmpp:*.peer.example", "im.peer.example"));
	ck_assert(!plain("xmpp:", "peer.example"));
	ck_assert(!plain("xmpp:.", "peer.example"));
}
END_TEST

START_TEST(other_names_of_the_wrong_string_type_are_ignored)
{
	GENERAL_NAMES *san = GENERAL_NAMES_new();
	struct view domain = VIEW("peer.example");
	struct tc c;

	tc_other(san, NID_XmppAddr, V_ASN1_IA5STRING, domain);
	tc_other(san, NID_XmppAddr, V_ASN1_OCTET_STRING, domain);
	tc_other(san, NID_SRVName, V_ASN1_UTF8STRING, VIEW("_xmpp-server.peer.example"));
	tc_other(san, NID_commonName, V_ASN1_UTF8STRING, domain);
	c = tc_new(&(struct tc_spec){ .cn = "leaf", .san = san });
	ck_assert(!cert_names_domain(c.cert, domain, domain));
	tc_free(&c);
}
END_TEST

START_TEST(common_name_is_never_looked_at)		/* C15, C16 */
{
	ck_assert(!names(NULL, "peer.example", "peer.example", "peer.example"));
	ck_assert(!names("dns:other.example", "peer.example", "peer.example", "peer.example"));
}
END_TEST

START_TEST(embedded_nul_ends_no_name)			/* C17 */
{
	GENERAL_NAMES *san = GENERAL_NAMES_new();
	struct view domain = VIEW("peer.example");
	struct tc c;

	ck_assert(!raw(GEN_DNS, VIEW("peer.example\0.evil.example"), "peer.example"));
	ck_assert(!raw(GEN_DNS, VIEW("peer.example\0"), "peer.example"));
	tc_other(san, NID_XmppAddr, V_ASN1_UTF8STRING, VIEW("peer.example\0.evil.example"));
	tc_other(san, NID_SRVName, V_ASN1_IA5STRING, VIEW("_xmpp-server.peer.example\0x"));
	c = tc_new(&(struct tc_spec){ .cn = "leaf", .san = san });
	ck_assert(!cert_names_domain(c.cert, domain, domain));
	tc_free(&c);
}
END_TEST

START_TEST(other_kinds_of_name_are_ignored)		/* C18 */
{
	ck_assert(!plain("uri:xmpp:peer.example mail:peer.example", "peer.example"));
	ck_assert(!raw(GEN_IPADD, VIEW("\x7f\0\0\1"), "127.0.0.1"));
	/* An address is no name of DNS, even when a dNSName says so. */
	ck_assert(!plain("dns:127.0.0.1", "127.0.0.1"));
	ck_assert(!plain("dns:*.0.0.1", "127.0.0.1"));
	ck_assert(!plain("dns:::1", "::1"));
	ck_assert(!plain("dns:", ""));
}
END_TEST

START_TEST(srv_target_is_not_the_domain)		/* C19 */
{
	ck_assert(!plain("dns:host.peer.example", "peer.example"));
}
END_TEST

START_TEST(two_domains_are_both_named_and_no_third)	/* C20, the names in it */
{
	ck_assert(plain("dns:peer.example dns:peer2.example", "peer.example"));
	ck_assert(plain("dns:peer.example dns:peer2.example", "peer2.example"));
	ck_assert(!plain("dns:peer.example dns:peer2.example", "peer3.example"));
}
END_TEST

START_TEST(last_of_two_thousand_names)			/* C22 */
{
	GENERAL_NAMES *san = GENERAL_NAMES_new();
	struct view domain = VIEW("peer.example");
	struct buf name = { 0 };
	struct tc c;

	for (int i = 0; i < 2000; i++) {
		buf_clear(&name);
		buf_printf(&name, "host%d.other.example", i);
		tc_name(san, GEN_DNS, buf_view(&name));
	}
	tc_name(san, GEN_DNS, domain);
	buf_free(&name);
	c = tc_new(&(struct tc_spec){ .cn = "leaf", .san = san });
	ck_assert(cert_names_domain(c.cert, domain, domain));
	ck_assert(!cert_names_domain(c.cert, VIEW("host2000.other.example"),
	                             VIEW("host2000.other.example")));
	tc_free(&c);
}
END_TEST

START_TEST(overlong_xmpp_addr_is_refused)
{
	GENERAL_NAMES *san = GENERAL_NAMES_new();
	struct buf name = { 0 };
	struct view v;
	struct tc c;

	for (int i = 0; i < 50000; i++)
		buf_puts(&name, "\xc3\xbc");
	v = buf_view(&name);
	tc_other(san, NID_XmppAddr, V_ASN1_UTF8STRING, v);
	c = tc_new(&(struct tc_spec){ .cn = "leaf", .san = san });
	ck_assert(!cert_names_domain(c.cert, VIEW("peer.example"), v));
	tc_free(&c);
	buf_free(&name);
}
END_TEST

START_TEST(doubled_extension_proves_nothing)
{
	GENERAL_NAMES *second = tc_san("dns:peer.example");
	struct view domain = VIEW("peer.example");
	struct tc c = tc_leaf(NULL, "dns:peer.example");

	ck_assert(cert_names_domain(c.cert, domain, domain));
	ck_assert_int_eq(X509_add1_ext_i2d(c.cert, NID_subject_alt_name, second, 0,
	                                   X509V3_ADD_APPEND), 1);
	X509_sign(c.cert, c.key, EVP_sha256());
	ck_assert(!cert_names_domain(c.cert, domain, domain));
	GENERAL_NAMES_free(second);
	tc_free(&c);
}
END_TEST

START_TEST(host_of_the_link_is_a_dns_name)
{
	ck_assert(host("dns:gw1.contoso.example", "gw1.contoso.example"));
	ck_assert(host("dns:*.contoso.example", "gw1.contoso.example"));
	ck_assert(!host("dns:*.example", "contoso.example"));
	ck_assert(!host("xmpp:gw1.contoso.example srv:_xmpp-server.gw1.contoso.example",
	                "gw1.contoso.example"));
	ck_assert(!host("dns:other.example", "peer.example"));	/* CN is peer.example */
	ck_assert(!host("dns:10.0.0.1", "10.0.0.1"));
}
END_TEST

START_TEST(description_is_harmless_and_short)
{
	struct tc c = tc_leaf(NULL, "dns:a.example srv:_xmpp-server.b.example xmpp:c\n.example");
	GENERAL_NAMES *san = GENERAL_NAMES_new();
	struct buf out = { 0 };

	cert_describe(c.cert, &out);
	ck_assert_str_eq(buf_cstr(&out), "a.example, srv:_xmpp-server.b.example, xmpp:c?.example");
	tc_free(&c);

	buf_clear(&out);
	for (int i = 0; i < 50; i++)
		tc_name(san, GEN_DNS, VIEW("name.of.sixteen.x"));
	c = tc_new(&(struct tc_spec){ .cn = "leaf", .san = san });
	buf_puts(&out, "kept ");
	cert_describe(c.cert, &out);
	ck_assert_uint_le(buf_len(&out), 205);
	ck_assert_uint_ge(buf_len(&out), 180);
	ck_assert(view_starts(buf_view(&out), VIEW("kept name.of.sixteen.x, name")));
	ck_assert(view_ends(buf_view(&out), VIEW("name.of.sixteen.x, ...")));
	tc_free(&c);

	buf_clear(&out);
	c = tc_new(&(struct tc_spec){ .cn = "peer.example" });
	cert_describe(c.cert, &out);
	ck_assert_str_eq(buf_cstr(&out), "(no names)");
	tc_free(&c);
	buf_free(&out);
}
END_TEST

static bool common_name(const char *cn, GENERAL_NAMES *san, const char *name)
{
	struct tc c = tc_new(&(struct tc_spec){ .cn = cn, .san = san });
	bool match = cert_names_host(c.cert, view_of(name));

	tc_free(&c);
	return match;
}

START_TEST(host_of_the_link_is_a_common_name_alone) /* P64 */
{
	ck_assert(common_name("edge.corp.example", NULL, "edge.corp.example"));
	ck_assert(common_name("EDGE.corp.example", NULL, "edge.corp.example"));
	ck_assert(!common_name("edge.corp.example", NULL, "edge2.corp.example"));
	ck_assert(!common_name("*.corp.example", NULL, "edge.corp.example"));
	ck_assert(!common_name("edge.corp.example", tc_san("dns:other.example"),
	                       "edge.corp.example"));
	ck_assert(!common_name("edge.corp.example", tc_san("uri:sip:edge.corp.example"),
	                       "edge.corp.example"));
}
END_TEST

UNIT("proof_names", host_of_the_link_is_a_common_name_alone, dns_name_matches_without_case, wildcard_is_one_whole_label,
     internationalised_domain, srv_name_has_a_service_and_no_protocol,
     xmpp_addr_is_a_domain_alone, other_names_of_the_wrong_string_type_are_ignored,
     common_name_is_never_looked_at, embedded_nul_ends_no_name,
     other_kinds_of_name_are_ignored, srv_target_is_not_the_domain,
     two_domains_are_both_named_and_no_third, last_of_two_thousand_names,
     overlong_xmpp_addr_is_refused, doubled_extension_proves_nothing,
     host_of_the_link_is_a_dns_name, description_is_harmless_and_short)
