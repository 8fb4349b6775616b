#include "cause/cause.h"

#include <string.h>

#include "lib/unit.h"

static bool among(const char *s, const char *const *list)
{
	for (; *list != NULL; list++)
		if (strcmp(s, *list) == 0)
			return true;
	return false;
}

/* RFC 6120 4.9.3 */
static const char *const stream_conditions[] = {
	"bad-format", "bad-namespace-prefix", "conflict", "connection-timeout",
	"host-gone", "host-unknown", "improper-addressing",
	"internal-server-error", "invalid-from", "invalid-namespace",
	"invalid-xml", "not-authorized", "not-well-formed", "policy-violation",
	"remote-connection-failed", "reset", "resource-constraint",
	"restricted-xml", "see-other-host", "system-shutdown",
	"undefined-condition", "unsupported-encoding", "unsupported-feature",
	"unsupported-stanza-type", "unsupported-version", NULL
};

/* RFC 6120 8.3.3, and policy-violation of 8.3.3.12 */
static const char *const stanza_conditions[] = {
	"bad-request", "conflict", "feature-not-implemented", "forbidden", "gone",
	"internal-server-error", "item-not-found", "jid-malformed",
	"not-acceptable", "not-allowed", "not-authorized", "policy-violation",
	"recipient-unavailable", "redirect", "registration-required",
	"remote-server-not-found", "remote-server-timeout",
	"resource-constraint", "service-unavailable", "subscription-required",
	"undefined-condition", "unexpected-request", NULL
};

/* RFC 6120 8.3.2 */
static const char *const types[] = {
	"auth", "cancel", "continue", "modify", "wait", NULL
};

START_TEST(conditions_are_those_of_the_specification)
{
	for (enum cause c = CAUSE_NONE + 1; c < CAUSE_COUNT; c++) {
		const char *stream = cause_stream_condition(c);
		const char *stanza = cause_stanza_condition(c);
		const char *type = cause_stanza_type(c);

		if (stream != NULL)
			ck_assert_msg(among(stream, stream_conditions), "%s: %s",
			              cause_label(c), stream);
		ck_assert_msg((stanza == NULL) == (type == NULL), "%s",
		              cause_label(c));
		if (stanza != NULL) {
			ck_assert_msg(among(stanza, stanza_conditions), "%s: %s",
			              cause_label(c), stanza);
			ck_assert_msg(among(type, types), "%s: %s", cause_label(c), type);
		}
	}
}
END_TEST

START_TEST(sip_status_is_a_final_failure)
{
	for (enum cause c = CAUSE_NONE + 1; c < CAUSE_COUNT; c++) {
		int status = cause_sip_status(c);

		if (status != 0) {
			ck_assert_msg(status >= 400 && status <= 699, "%s: %d",
			              cause_label(c), status);
			/* What SIP is told, XMPP is told too. */
			ck_assert_msg(cause_stanza_condition(c) != NULL, "%s",
			              cause_label(c));
		}
	}
}
END_TEST

static bool is_label(const char *s)
{
	return *s != '\0' && s[strspn(s, "abcdefghijklmnopqrstuvwxyz-")] == '\0';
}

START_TEST(labels_are_unique_and_lead_back)
{
	for (enum cause c = CAUSE_NONE + 1; c < CAUSE_COUNT; c++) {
		const char *label = cause_label(c);

		ck_assert_msg(is_label(label), "%s", label);
		ck_assert_int_eq(cause_named(view_of(label)), c);
		for (enum cause d = c + 1; d < CAUSE_COUNT; d++)
			ck_assert_str_ne(label, cause_label(d));
	}
}
END_TEST

/* They stand in XML and in logs as they are. */
START_TEST(words_are_plain)
{
	for (enum cause c = CAUSE_NONE + 1; c < CAUSE_COUNT; c++) {
		const char *words = cause_words(c);

		ck_assert_uint_gt(strlen(words), 0);
		for (; *words != '\0'; words++)
			ck_assert_msg(*words >= ' ' && *words < 0x7f &&
			              strchr("<>&\"\\", *words) == NULL, "%s: %s",
			              cause_label(c), cause_words(c));
	}
}
END_TEST

START_TEST(none_says_nothing)
{
	ck_assert_ptr_null(cause_stream_condition(CAUSE_NONE));
	ck_assert_ptr_null(cause_stanza_condition(CAUSE_NONE));
	ck_assert_ptr_null(cause_stanza_type(CAUSE_NONE));
	ck_assert_int_eq(cause_sip_status(CAUSE_NONE), 0);
	ck_assert_str_eq(cause_label(CAUSE_NONE), "none");
	ck_assert_str_eq(cause_words(CAUSE_NONE), "");
}
END_TEST

START_TEST(unknown_labels_are_no_cause)
{
	static const char *const not_labels[] = {
		"", "none", "DB-INVALID", "db-invalid ", "db-inval", "db_invalid"
	};

	for (size_t i = 0; i < sizeof not_labels / sizeof not_labels[0]; i++)
		ck_assert_int_eq(cause_named(view_of(not_labels[i])), CAUSE_NONE);
	ck_assert_int_eq(cause_named((struct view){ NULL, 0 }), CAUSE_NONE);
}
END_TEST

START_TEST(rows_that_the_specification_fixes)
{
	/* RFC 6120 11.1, 4.9.3.18; 4.9.3.9; XEP-0220 2.5. */
	ck_assert_str_eq(cause_stream_condition(CAUSE_RESTRICTED_XML),
	                 "restricted-xml");
	ck_assert_str_eq(cause_stream_condition(CAUSE_FROM_FOREIGN),
	                 "invalid-from");
	ck_assert_str_eq(cause_stanza_condition(CAUSE_DB_AUTHORITY_UNKNOWN),
	                 "remote-server-not-found");
	ck_assert_str_eq(cause_stanza_condition(CAUSE_JID_MALFORMED),
	                 "jid-malformed");
	ck_assert_str_eq(cause_stanza_type(CAUSE_JID_MALFORMED), "modify");
	ck_assert_ptr_null(cause_stream_condition(CAUSE_DB_FORBIDDEN));
}
END_TEST

UNIT("cause", conditions_are_those_of_the_specification,
     sip_status_is_a_final_failure, labels_are_unique_and_lead_back,
     words_are_plain, none_says_nothing, unknown_labels_are_no_cause,
     rows_that_the_specification_fixes)
