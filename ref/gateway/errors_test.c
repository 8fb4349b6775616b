/* An error stanza read and written, errors that cross both ways, and the rows themselves. */
#include "gateway/errors_for_tests.h"

#include <string.h>

#include "xml/writer.h"

static struct element *stanza(const char *type)
{
	struct element *e = element_new(region, NS_SERVER, "message");

	element_set(region, e, "from", VIEW("xeno@jabbertown.example/phone"));
	element_set(region, e, "to", VIEW("sally@sipcorp.example"));
	element_set(region, e, "id", VIEW("m41"));
	if (type != NULL)
		element_set(region, e, "type", view_of(type));
	return e;
}

TEST(reading)
	struct element *e = stanza("error"), *error, *gone, *text;
	struct stanza_error out;

	ck_assert(!stanza_error_read(stanza(NULL), region, &out));
	ck_assert(!stanza_error_read(stanza("chat"), region, &out));
	ck_assert(stanza_error_read(e, region, &out));
	ck_assert_uint_eq(out.condition.n, 0);
	error = element_add(region, e, NS_SERVER, "error");
	element_set(region, error, "type", VIEW("cancel"));
	text = element_add(region, error, NS_STANZA_ERROR, "text");
	element_add_text(region, text, VIEW("he has left"));
	element_add(region, error, "urn:x", "forbidden");
	gone = element_add(region, error, NS_STANZA_ERROR, "gone");
	element_add_text(region, gone, VIEW("\n xmpp:a@b.example "));
	element_add(region, error, NS_STANZA_ERROR, "forbidden");
	element_add_text(region, element_add(region, error, "urn:fedlab:link:1", "cause"),
	                 VIEW("dns-no-name"));
	ck_assert(stanza_error_read(e, region, &out));
	ck_assert(view_is(out.condition, "gone"));
	ck_assert(view_is(out.type, "cancel"));
	ck_assert(view_is(out.text, "he has left"));
	ck_assert(view_is(out.address, "xmpp:a@b.example"));
	ck_assert(view_is(out.label, "dns-no-name"));
END

/* --- the answer ---------------------------------------------------------------------- */

static void written(const struct element *e, const char *expected)
{
	const struct xml_scope scope = { .default_ns = VIEW_INIT(NS_SERVER) };
	struct buf b = { 0 };

	ck_assert_ptr_nonnull(e);
	xml_write(&b, e, &scope);
	ck_assert_str_eq(buf_cstr(&b), expected);
	buf_free(&b);
}

/* Unknown user, too long, no answer. */
TEST(answers)
	struct xmpp_error e = from_sip(404, "Not Found");

	written(error_stanza(region, stanza("chat"), &e, VIEW("sipcorp.example")),
	        "<message from='sally@sipcorp.example' to='xeno@jabbertown.example/phone' id='m41' "
	        "type='error'><error type='cancel' by='sipcorp.example'>"
	        "<item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
	        "<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>Not Found</text>"
	        "</error></message>");
	e = error_local(LOCAL_TOO_LONG);
	written(error_stanza(region, stanza(NULL), &e, VIEW("")),
	        "<message from='sally@sipcorp.example' to='xeno@jabbertown.example/phone' id='m41' "
	        "type='error'><error type='modify'>"
	        "<policy-violation xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
	        "<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>message too long"
	        "</text></error></message>");
	e = from_sip(SIP_NO_ANSWER, "");
	written(error_stanza(region, stanza(NULL), &e, VIEW("")),
	        "<message from='sally@sipcorp.example' to='xeno@jabbertown.example/phone' id='m41' "
	        "type='error'><error type='wait'>"
	        "<remote-server-timeout xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"
	        "</error></message>");
	ck_assert_ptr_null(error_stanza(region, stanza("error"), &e, VIEW("")));
END

TEST(an_answer_with_an_address)
	struct sip_failure f = { .status = 301, .contact = VIEW("sip:sally@new.example") };
	struct xmpp_error e;

	error_from_sip(&f, region, &e);
	written(error_stanza(region, stanza(NULL), &e, VIEW("")),
	        "<message from='sally@sipcorp.example' to='xeno@jabbertown.example/phone' id='m41' "
	        "type='error'><error type='cancel'>"
	        "<gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>xmpp:sally@new.example</gone>"
	        "</error></message>");
END

/* What was translated and comes back through another gateway keeps its meaning where the
 * two tables of the RFC are inverse. */
TEST(forth_and_back)
	static const char *const kept[] = {
		"bad-request",
		"feature-not-implemented",
		"gone",
		"internal-server-error",
		"item-not-found",
		"not-acceptable",
		"recipient-unavailable",
		"redirect",
		"remote-server-timeout",
	};
	struct sip_error e;

	for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
		for (int full = 0; full < 2; full++) {
			e = to_sip(condition(kept[i]), full, false, &rfc);
			ck_assert_str_eq(from_sip(e.status, "").condition, kept[i]);
		}
	e = to_sip(condition("forbidden"), true, false, &rfc);
	ck_assert_str_eq(from_sip(e.status, "").condition, "forbidden");
END

/* And where they are not, a second crossing changes nothing more. */
TEST(twice_is_enough)
	for (int status = -2; status < 700; status++)
		for (int invite = 0; invite < 2; invite++) {
			const char *c = from_sip(status, "").condition;
			int once = to_sip(condition(c), true, invite, &rfc).status;
			const char *back = from_sip(once, "").condition;
			int again = to_sip(condition(back), true, invite, &rfc).status;

			ck_assert_msg(once == again, "%d: %d, %d", status, once, again);
		}
END

/* --- the rows themselves ------------------------------------------------------------------- */

static bool is_name(const char *s)
{
	return *s != '\0' && s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

TEST(names_of_rows)
	static const char *const names[] = {
#define X(row, ...) row,
#include "gateway/errors_to_sip.tbl"
#include "gateway/errors_from_sip.tbl"
#undef X
#define X(name, row, ...) row,
#include "gateway/errors_local.tbl"
#undef X
	};
	size_t n = sizeof names / sizeof names[0];

	for (size_t i = 0; i < n; i++) {
		ck_assert_msg(is_name(names[i]), "%s", names[i]);
		for (size_t j = i + 1; j < n; j++)
			ck_assert_str_ne(names[i], names[j]);
	}
END

TEST(conditions_and_types)
	static const char *const types[] = { "auth", "cancel", "modify", "wait" };

	for (int status = -2; status < 700; status++) {
		const struct from_sip_row *row = error_condition_for_status(status);
		const struct to_sip_row *other = error_row_for_condition(view_of(row->condition));
		bool known = false;

		ck_assert_str_eq(other->condition, row->condition);
		for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
			known = known || strcmp(types[i], row->type) == 0;
		ck_assert(known);
	}
	for (enum local_error e = 0; e < LOCAL_COUNT; e++) {
		struct xmpp_error local = error_local(e);

		ck_assert_str_eq(error_row_for_condition(view_of(local.condition))->condition,
		                 local.condition);
	}
END

UNIT("errors", reading, forth_and_back, twice_is_enough, answers, an_answer_with_an_address,
     names_of_rows, conditions_and_types)
