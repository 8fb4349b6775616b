/* RFC 5922: whom a certificate names to SIP. */
#include "tls/proof.h"

#include "lib/unit.h"
#include "tls/testcert.h"

START_TEST(which_domain)			/* R5922-7.1-1, R5922-7.2-1 */
{
	static const struct {
		const char *san, *domain;
		bool named;
	} row[] = {
		{ "uri:sip:corp.example", "corp.example", true },
		{ "uri:SIP:Corp.Example", "corp.example", true },
		{ "dns:corp.example", "corp.example", true },
		{ "dns:CORP.example", "corp.example", true },
		/* the URI decides where there is one */
		{ "uri:sip:other.example dns:corp.example", "corp.example", false },
		{ "dns:other.example uri:sip:corp.example", "corp.example", true },
		{ "uri:sip:a.example uri:sip:corp.example", "corp.example", true },
		/* what is no identity of a domain does not stand in the way */
		{ "uri:sip:sally@corp.example", "corp.example", false },
		{ "uri:sip:sally@corp.example dns:corp.example", "corp.example", true },
		{ "uri:sips:corp.example", "corp.example", false },
		{ "uri:https:corp.example dns:corp.example", "corp.example", true },
		{ "uri:sip:corp.example:5061", "corp.example", false },
		{ "uri:sip:corp.example;lr", "corp.example", false },
		{ "uri:sip:", "corp.example", false },
		/* neither wildcard nor suffix */
		{ "dns:*.example", "corp.example", false },
		{ "uri:sip:*.example", "corp.example", false },
		{ "dns:example", "corp.example", false },
		{ "dns:corp.example", "sub.corp.example", false },
		{ "dns:*.corp.example", "sub.corp.example", false },
		/* other kinds */
		{ "mail:corp.example", "corp.example", false },
		{ "srv:_sip.corp.example", "corp.example", false },
		{ "xmpp:corp.example", "corp.example", false },
		{ "dns:192.0.2.1", "192.0.2.1", false },
		{ "dns:corp.example", "", false },
	};

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct tc c = tc_new(&(struct tc_spec){ .cn = "corp.example",
		                                        .san = tc_san(row[i].san) });

		ck_assert_msg(cert_names_sip_domain(c.cert, view_of(row[i].domain)) == row[i].named,
		              "%s for %s", row[i].san, row[i].domain);
		tc_free(&c);
	}
}
END_TEST

START_TEST(the_common_name_is_nothing)
{
	struct tc c = tc_new(&(struct tc_spec){ .cn = "corp.example" });

	ck_assert(!cert_names_sip_domain(c.cert, VIEW("corp.example")));
	tc_free(&c);
}
END_TEST

START_TEST(a_nul_ends_no_name)
{
	GENERAL_NAMES *san = GENERAL_NAMES_new();
	struct tc c;

	tc_name(san, GEN_URI, VIEW("sip:corp.example\0.evil.example"));
	c = tc_new(&(struct tc_spec){ .cn = "x", .san = san });
	ck_assert(!cert_names_sip_domain(c.cert, VIEW("corp.example")));
	tc_free(&c);
}
END_TEST

UNIT("proof_sip", which_domain, the_common_name_is_nothing, a_nul_ends_no_name)
