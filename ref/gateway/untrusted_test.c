#include "gateway/untrusted.h"

#include <string.h>

#include "lib/unit.h"

START_TEST(each_cause_has_a_setting)
{
	static const struct {
		enum cause cause;
		const char *setting;
	} rows[] = {
		{ CAUSE_SIP_UNTRUSTED, "address in sip.trusted" },
		{ CAUSE_CERT_NONE, "sip.trusted" },
		{ CAUSE_CERT_NAME, "names in sip.trusted" },
		{ CAUSE_CERT_UNKNOWN_ISSUER, "sip.trust " },
		{ CAUSE_CERT_REVOKED, "sip.crl" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		ck_assert_msg(strstr(untrusted_needs(rows[i].cause), rows[i].setting) != NULL,
		              "row %zu", i);
}
END_TEST

UNIT("untrusted", each_cause_has_a_setting)
