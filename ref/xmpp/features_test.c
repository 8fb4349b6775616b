#include "xmpp/features.h"

#include "lib/unit.h"
#include "xml/writer.h"

static const struct stream_offer all = { true, true, true, true, true, true, true, 9 };

static void offered(bool secure, bool authenticated, const char *expected)
{
	static const struct xml_scope scope = { { NS_SERVER, sizeof NS_SERVER - 1 },
		                                true,
		                                true };
	struct stream_offer now = features_at(&all, secure, authenticated);
	struct region *r = region_new();
	struct buf out = { 0 };

	xml_write(&out, features_element(r, &now), &scope);
	ck_assert_str_eq(buf_cstr(&out), expected);
	buf_free(&out);
	region_free(&r);
}

#define TLS "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>"
#define SASL                                                                                   \
	"<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"                                \
	"<mechanism>EXTERNAL</mechanism></mechanisms>"
#define DB   "<dialback xmlns='urn:xmpp:features:dialback'><errors/></dialback>"
#define BIDI "<bidi xmlns='urn:xmpp:features:bidi'/>"
#define SM   "<sm xmlns='urn:xmpp:sm:3'/>"

/* R6120-5.3.1-1, R6120-5.4.3.3-5, R6120-6.3.4-1, R6120-6.4.1-1, X0198-2-1, X0288-2.1-1 */
START_TEST(each_feature_has_its_time)
{
	offered(false, false, "<stream:features>" TLS "</stream:features>");
	offered(true, false, "<stream:features>" SASL DB BIDI "</stream:features>");
	offered(true, true, "<stream:features>" DB SM "</stream:features>");
}
END_TEST

START_TEST(nothing_is_offered_that_was_not_wanted)
{
	struct stream_offer none = { 0 }, now;

	for (int i = 0; i < 4; i++) {
		now = features_at(&none, i & 1, i & 2);
		ck_assert(!now.starttls && !now.starttls_required && !now.external);
		ck_assert(!now.dialback && !now.sm && !now.bidi && !now.limits);
	}
	/* Required means nothing without an offer. */
	none.starttls_required = none.dialback = true;
	now = features_at(&none, false, false);
	ck_assert(!now.starttls_required && now.dialback);
}
END_TEST

/* The other way is read in initiate_test.c; here, what the two agree on. */
START_TEST(what_is_written_is_read_back)
{
	struct region *r = region_new();
	struct stream_offer now;
	struct stream_features f;

	now = features_at(&all, true, false);
	features_read(features_element(r, &now), &f);
	ck_assert(f.external && f.mechanisms && f.dialback && f.dialback_errors);
	ck_assert(!f.starttls && !f.starttls_required && !f.sm && f.bidi);
	ck_assert(!f.unknown_required && !f.none_sent);
	now = features_at(&all, false, false);
	features_read(features_element(r, &now), &f);
	ck_assert(f.starttls && f.starttls_required && !f.external && !f.dialback);
	region_free(&r);
}
END_TEST

UNIT("features", each_feature_has_its_time, nothing_is_offered_that_was_not_wanted,
     what_is_written_is_read_back)
