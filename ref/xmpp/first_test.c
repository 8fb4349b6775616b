#include "xmpp/first.h"

#include "lib/unit.h"
#include "xmpp/features.h"

START_TEST(namespace_and_name_decide)
{
	static const struct {
		const char *ns, *name;
		enum first first;
	} rows[] = {
		{ NS_SERVER, "message", FIRST_STANZA },
		{ NS_SERVER, "presence", FIRST_STANZA },
		{ NS_SERVER, "iq", FIRST_STANZA },
		{ NS_SERVER, "foo", FIRST_OTHER },
		{ NS_SERVER, "Message", FIRST_OTHER },
		{ NS_CLIENT, "message", FIRST_CLIENT_STANZA },
		{ NS_CLIENT, "foo", FIRST_CLIENT_STANZA },
		{ "", "message", FIRST_OTHER },
		{ "urn:t", "message", FIRST_OTHER },
		{ NS_STREAM, "error", FIRST_ERROR },
		{ NS_STREAM, "features", FIRST_FEATURES },
		{ NS_STREAM, "stream", FIRST_OTHER },
		{ NS_SERVER, "error", FIRST_OTHER },
		{ NS_TLS, "starttls", FIRST_STARTTLS },
		{ NS_TLS, "proceed", FIRST_PROCEED },
		{ NS_TLS, "failure", FIRST_TLS_FAILURE },
		{ NS_SASL, "failure", FIRST_SASL_FAILURE },
		{ NS_SASL, "success", FIRST_SUCCESS },
		{ NS_SASL, "proceed", FIRST_OTHER },
		{ NS_TLS, "success", FIRST_OTHER },
		{ NS_SASL, "auth", FIRST_AUTH },
		{ NS_SASL, "challenge", FIRST_CHALLENGE },
		{ NS_SASL, "response", FIRST_RESPONSE },
		{ NS_SASL, "abort", FIRST_ABORT },
		{ NS_DIALBACK, "result", FIRST_DIALBACK },
		{ NS_DIALBACK, "verify", FIRST_DIALBACK },
		{ NS_DIALBACK, "other", FIRST_OTHER },
		{ NS_SM, "enable", FIRST_SM },
		{ NS_SM, "anything", FIRST_SM },
		{ NS_BIDI, "bidi", FIRST_BIDI },
		{ NS_BIDI, "other", FIRST_OTHER },
		{ NS_BIDI_FEATURE, "bidi", FIRST_BIDI_FEATURE },
	};
	struct region *r = region_new();

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		ck_assert_int_eq(first_of(element_new(r, rows[i].ns, rows[i].name)),
		                 rows[i].first);
	region_free(&r);
}
END_TEST

UNIT("first", namespace_and_name_decide)
