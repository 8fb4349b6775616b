#include "xmpp/sasl.h"

#include "lib/unit.h"

START_TEST(data_is_read_strictly)
{
	static const struct {
		const char *text;
		enum cause cause;
		const char *authzid;
	} rows[] = {
		{ "", CAUSE_NONE, "" },
		{ "=", CAUSE_NONE, "" },
		{ "cGVlci5leGFtcGxl", CAUSE_NONE, "peer.example" },
		{ "==", CAUSE_SASL_ENCODING, "" },
		{ "=AAA", CAUSE_SASL_ENCODING, "" },
		{ "BBBB=CCC", CAUSE_SASL_ENCODING, "" },
		{ "cGVl*ci5l", CAUSE_SASL_ENCODING, "" },
		{ "cGVlci5leGFt\ncGxl", CAUSE_SASL_ENCODING, "" },
		{ " cGVlci5leGFtcGxl", CAUSE_SASL_ENCODING, "" },
		{ "cGVlci5leGFtcGx", CAUSE_SASL_ENCODING, "" },
		{ "AGFiYw==", CAUSE_SASL_AUTHZID, "" }, /* NUL "abc" */
		{ "wK8=", CAUSE_SASL_AUTHZID, "" },     /* C0 AF */
	};
	struct region *r = region_new();
	struct view authzid;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		ck_assert_int_eq(sasl_read(view_of(rows[i].text), r, &authzid), rows[i].cause);
		ck_assert(view_is(authzid, rows[i].authzid));
	}
	region_free(&r);
}
END_TEST

START_TEST(data_is_written_so_that_it_is_read)
{
	struct region *r = region_new();
	struct view authzid;

	ck_assert(view_is(sasl_text(VIEW(""), r), "="));
	ck_assert(view_is(sasl_text(VIEW("iut.example"), r), "aXV0LmV4YW1wbGU="));
	ck_assert_int_eq(sasl_read(sasl_text(VIEW("iut.example"), r), r, &authzid), CAUSE_NONE);
	ck_assert(view_is(authzid, "iut.example"));
	region_free(&r);
}
END_TEST

START_TEST(each_cause_has_a_condition)
{
	ck_assert_str_eq(sasl_condition(CAUSE_SASL_AUTHZID), "invalid-authzid");
	ck_assert_str_eq(sasl_condition(CAUSE_SASL_MECHANISM), "invalid-mechanism");
	ck_assert_str_eq(sasl_condition(CAUSE_SASL_ENCODING), "incorrect-encoding");
	ck_assert_str_eq(sasl_condition(CAUSE_SASL_NEEDS_TLS), "encryption-required");
	ck_assert_str_eq(sasl_condition(CAUSE_SASL_ABORTED), "aborted");
	ck_assert_str_eq(sasl_condition(CAUSE_INTERNAL), "temporary-auth-failure");
	ck_assert_str_eq(sasl_condition(CAUSE_CERT_NAME), "not-authorized");
	ck_assert_str_eq(sasl_condition(CAUSE_PARTNER_UNKNOWN), "not-authorized");
}
END_TEST

START_TEST(failures_are_read_back)
{
	struct region *r = region_new();
	struct element *e;

	for (enum cause c = CAUSE_NONE; c < CAUSE_COUNT; c++) {
		e = sasl_failure(r, c);
		ck_assert(view_is(sasl_failure_condition(e), sasl_condition(c)));
	}
	/* R6120-6.5-1 */
	e = element_new(r, NS_SASL, "failure");
	ck_assert(view_is(sasl_failure_condition(e), "not-authorized"));
	element_add(r, e, NS_SASL, "brand-new");
	ck_assert(view_is(sasl_failure_condition(e), "not-authorized"));
	e = element_new(r, NS_SASL, "failure");
	element_add(r, e, NS_STREAM_ERROR, "aborted");
	ck_assert(view_is(sasl_failure_condition(e), "not-authorized"));
	region_free(&r);
}
END_TEST

UNIT("sasl", data_is_read_strictly, data_is_written_so_that_it_is_read,
     each_cause_has_a_condition, failures_are_read_back)
