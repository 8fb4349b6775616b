/* Whom the edge follows, and where to. */
#include "edge/redirect.h"

#include "lib/unit.h"

#define REQ POLICY_REQUIRED
#define OPT POLICY_OPTIONAL
#define NOT POLICY_NOT_SUPPORTED

static const struct row {
	struct policy policy;
	bool secure, dane;
	enum cause certificate;
	bool followed;
} rows[] = {
	/* In clear: where stanzas may go in clear. */
	{ { OPT, OPT, true }, false, false, CAUSE_NONE, true },
	{ { NOT, NOT, true }, false, false, CAUSE_NONE, true },
	{ { OPT, REQ, false }, false, false, CAUSE_NONE, false },
	{ { REQ, OPT, true }, false, false, CAUSE_NONE, false },
	{ { REQ, REQ, false }, false, false, CAUSE_NONE, false },
	/* Behind TLS: with the partner's certificate, or where dialback would do. */
	{ { REQ, REQ, false }, true, false, CAUSE_NONE, true },
	{ { REQ, REQ, false }, true, false, CAUSE_CERT_NAME, false },
	{ { OPT, OPT, false }, true, false, CAUSE_CERT_NAME, false },
	{ { REQ, OPT, true }, true, false, CAUSE_CERT_NAME, true },
	{ { OPT, NOT, true }, true, false, CAUSE_CERT_SELF_SIGNED, true },
	/* DNS names a certificate: with that one alone. */
	{ { OPT, OPT, true }, false, true, CAUSE_NONE, false },
	{ { OPT, OPT, true }, true, true, CAUSE_CERT_DANE, false },
	{ { OPT, OPT, true }, true, true, CAUSE_NONE, true },
};

START_TEST(who_could_have_stanzas_is_followed)
{
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct policy_facts f = {
			.secure = rows[i].secure,
			.dane = rows[i].dane,
			.certificate = rows[i].certificate,
		};

		struct partner p = { .policy = rows[i].policy };

		ck_assert_msg(redirect_is_followed(&p, &f) == rows[i].followed, "row %zu", i);
		p.proxy_fqdn = "relay.example";
		ck_assert_msg(!redirect_is_followed(&p, &f), "row %zu, by a relay", i);
	}
}
END_TEST

static bool leads(const char *by, const char *to)
{
	struct address a, b;

	ck_assert(address_parse(view_of(by), &a) && address_parse(view_of(to), &b));
	return redirect_may_lead(&a, &b);
}

START_TEST(nobody_leads_nearer_than_he_is)
{
	static const char *const nearest_first[] = { "127.0.0.1:1", "169.254.1.1:1", "10.1.1.1:1",
		                                     "192.0.2.1:1" };

	for (size_t by = 0; by < 4; by++)
		for (size_t to = 0; to < 4; to++)
			ck_assert(leads(nearest_first[by], nearest_first[to]) == (to >= by));
	ck_assert(!leads("192.0.2.1:1", "[::1]:1"));
	ck_assert(!leads("[2001:db8::1]:1", "[::ffff:127.0.0.1]:1"));
	ck_assert(!leads("[2001:db8::1]:1", "0.0.0.0:1"));
	ck_assert(leads("10.1.1.1:1", "[fd00::1]:1"));
}
END_TEST

UNIT("redirect", who_could_have_stanzas_is_followed, nobody_leads_nearer_than_he_is)
