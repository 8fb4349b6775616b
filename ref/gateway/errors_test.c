#include "gateway/errors.h"

#include <string.h>

#include "cause/cause.h"
#include "lib/unit.h"
#include "xml/writer.h"

static struct region *region;

#define TEST(name)                                                                             \
	START_TEST(name)                                                                       \
	{                                                                                      \
		region = region_new();
#define END                                                                                    \
	region_free(&region);                                                                  \
	}                                                                                      \
	END_TEST

static const struct error_style rfc = { .challenge = false };

static struct stanza_error condition(const char *name)
{
	return (struct stanza_error){ .condition = view_of(name) };
}

static struct sip_error to_sip(struct stanza_error e, bool full, bool invite,
                               const struct error_style *style)
{
	struct sip_error out;

	error_to_sip(&e, full, invite, style, region, &out);
	return out;
}

/* --- XMPP to SIP: RFC 7247 7.1, written down once more ---------------------------- */

static const struct {
	const char *condition;
	int bare, full, invite_bare, invite_full;
} to_sip_table[] = {
	{ "bad-request", 400, 400, 400, 400 },
	{ "conflict", 400, 400, 400, 400 },
	{ "feature-not-implemented", 501, 405, 501, 405 },
	{ "forbidden", 603, 403, 603, 403 },
	{ "gone", 410, 410, 410, 410 },
	{ "internal-server-error", 500, 500, 500, 500 },
	{ "item-not-found", 604, 404, 604, 404 },
	{ "jid-malformed", 400, 400, 400, 400 },
	{ "not-acceptable", 606, 406, 606, 406 },
	{ "not-allowed", 403, 403, 403, 403 },
	{ "not-authorized", 403, 403, 403, 403 },
	{ "policy-violation", 403, 403, 403, 403 },
	{ "recipient-unavailable", 600, 480, 600, 480 },
	{ "redirect", 302, 302, 302, 302 },
	{ "registration-required", 403, 403, 403, 403 },
	{ "remote-server-not-found", 404, 404, 404, 404 },
	{ "remote-server-timeout", 504, 504, 408, 408 },
	{ "resource-constraint", 500, 500, 500, 500 },
	{ "service-unavailable", 403, 405, 403, 405 },
	{ "subscription-required", 400, 400, 400, 400 },
	{ "undefined-condition", 400, 400, 400, 400 },
	{ "unexpected-request", 400, 400, 491, 491 },
	/* None of RFC 6120's. */
	{ "out-of-cheese", 400, 400, 400, 400 },
	{ "", 400, 400, 400, 400 },
};

TEST(every_condition)
for (size_t i = 0; i < sizeof to_sip_table / sizeof to_sip_table[0]; i++) {
	const char *name = to_sip_table[i].condition;
	struct stanza_error e = condition(name);

	ck_assert_msg(to_sip(e, false, false, &rfc).status == to_sip_table[i].bare, "%s", name);
	ck_assert_msg(to_sip(e, true, false, &rfc).status == to_sip_table[i].full, "%s", name);
	ck_assert_msg(to_sip(e, false, true, &rfc).status == to_sip_table[i].invite_bare, "%s",
	              name);
	ck_assert_msg(to_sip(e, true, true, &rfc).status == to_sip_table[i].invite_full, "%s",
	              name);
}
END

TEST(styles)
struct error_style challenge = { .challenge = true }, local = { .no_global = true };

ck_assert_int_eq(to_sip(condition("not-authorized"), false, false, &challenge).status, 401);
ck_assert_int_eq(to_sip(condition("registration-required"), true, false, &challenge).status,
                 407);
for (size_t i = 0; i < sizeof to_sip_table / sizeof to_sip_table[0]; i++) {
	struct stanza_error e = condition(to_sip_table[i].condition);
	struct sip_error out = to_sip(e, false, false, &local);

	ck_assert_int_lt(out.status, 600);
	if (to_sip_table[i].bare >= 600)
		ck_assert_int_eq(out.status, to_sip_table[i].full);
}
END

/* RFC 4320 4.2, RFC 7247 7.1 note 5, RFC 3261 21.4.6. */
TEST(never) for (enum cause c = CAUSE_NONE; c < CAUSE_COUNT;
                 c++) for (size_t i = 0; i < sizeof to_sip_table / sizeof to_sip_table[0];
                           i++) for (int bits = 0; bits < 4; bits++)
{
	struct stanza_error e = condition(to_sip_table[i].condition);
	bool full = bits & 1, invite = bits & 2;
	struct sip_error out;

	e.label = view_of(cause_label(c));
	out = to_sip(e, full, invite, &rfc);
	ck_assert(out.status >= 300 && out.status <= 699);
	ck_assert(out.status != 503);
	ck_assert(invite || out.status != 408);
	ck_assert(out.status != 401 && out.status != 407);
	ck_assert(out.allow == (out.status == 405));
	ck_assert(out.row != NULL && *out.row != '\0');
	ck_assert(out.contact.n == 0);
}
END

TEST(causes_of_the_edge)
struct stanza_error e = condition("remote-server-timeout");

e.label = VIEW("cert-expired");
ck_assert_int_eq(to_sip(e, false, false, &rfc).status, 502);
ck_assert_str_eq(to_sip(e, false, false, &rfc).row, "x2s-cause");
e.label = VIEW("connect-failed");
ck_assert_int_eq(to_sip(e, false, false, &rfc).status, 504);
ck_assert_int_eq(to_sip(e, false, true, &rfc).status, 408);
e.label = VIEW("dns-no-name");
ck_assert_int_eq(to_sip(e, false, false, &rfc).status, 404);
e.label = VIEW("queue-full");
ck_assert_int_eq(to_sip(e, false, false, &rfc).status, 500);
/* Unknown, or one that never reaches SIP: the condition. */
e.label = VIEW("of-another-edge");
ck_assert_int_eq(to_sip(e, false, false, &rfc).status, 504);
e.label = VIEW("conflict");
ck_assert_int_eq(to_sip(e, false, false, &rfc).status, 504);
ck_assert_str_eq(to_sip(e, false, false, &rfc).row, "x2s-remote-server-timeout");
END

        static void
        leads_to(const char *name, struct view address, int status, const char *contact)
{
	struct stanza_error e = condition(name);
	struct sip_error out;

	e.address = address;
	out = to_sip(e, false, false, &rfc);
	ck_assert_msg(out.status == status, "%.*s: %d", VIEW_ARG(address), out.status);
	ck_assert_msg(view_is(out.contact, contact), "%.*s: %.*s", VIEW_ARG(address),
	              VIEW_ARG(out.contact));
}

/* R7247-7.1-14, -15 */
TEST(gone_and_redirect)
leads_to("gone", VIEW("xmpp:xeno@newtown.example"), 301, "sip:xeno@newtown.example");
leads_to("redirect", VIEW("xmpp:xeno@voice.example"), 302, "sip:xeno@voice.example");
leads_to("redirect", VIEW("xmpp:x@v.example/B%C3%BCro"), 302, "sip:x@v.example;gr=B%C3%BCro");
leads_to("gone", VIEW("sip:x@v.example;transport=tcp"), 301, "sip:x@v.example;transport=tcp");
leads_to("gone", VIEW("sips:x@v.example"), 301, "sips:x@v.example");
leads_to("gone", VIEW(""), 410, "");
leads_to("redirect", VIEW(""), 302, "");
/* Nothing that can be called. */
leads_to("gone", VIEW("xmpp:k%5C5cz@b.example"), 410, "");
leads_to("gone", VIEW("tel:+1555"), 410, "");
leads_to("gone", VIEW("http://b.example/"), 410, "");
leads_to("redirect", VIEW("x@v.example"), 302, "");
leads_to("redirect", VIEW("sip:x@v.example>\r\nX-Fake: y"), 302, "");
leads_to("redirect", VIEW("sip:x@v.example\0"), 302, "");
leads_to("redirect", VIEW("xmpp:x@v.example/\r\n"), 302, "");
END

TEST(an_address_has_a_limit)
struct buf b = { 0 };

buf_puts(&b, "sip:x@v.example;p=");
while (buf_len(&b) < 2048)
	buf_putc(&b, 'x');
leads_to("gone", buf_view(&b), 301, buf_cstr(&b));
buf_putc(&b, 'x');
leads_to("gone", buf_view(&b), 410, "");
buf_free(&b);
END

        /* --- reading an error stanza ------------------------------------------------------- */

        static struct element *
        stanza(const char *type)
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

        /* --- SIP to XMPP: RFC 7247 7.2, code by code ---------------------------------------- */

        static const struct {
	const char *condition, *type;
	int codes[24];
} from_sip_table[] = {
	{ "redirect", "modify", { 300, 302, 305, 303, 399 } },
	{ "gone", "cancel", { 301, 410 } },
	{ "not-acceptable", "modify", { 380, 406, 415, 416, 421, 482, 483, 488, 505, 606 } },
	{ "bad-request", "modify", { 400, 402, 493, 494, 409, 411, 422, 428, 470, 499 } },
	{ "not-authorized", "auth", { 401 } },
	{ "forbidden", "auth", { 403 } },
	{ "item-not-found", "cancel", { 404, 481, 484, 485, 604 } },
	{ "feature-not-implemented", "cancel", { 405, 420, 439, 501 } },
	{ "registration-required", "auth", { 407 } },
	{ "remote-server-timeout", "wait", { 408, 504, SIP_NO_ANSWER } },
	{ "policy-violation", "modify", { 413, 414, 440, 489, 513 } },
	{ "resource-constraint", "wait", { 423 } },
	{ "recipient-unavailable", "wait", { 430, 480, 486, 487, 600, 603, 601, 607, 699 } },
	{ "unexpected-request", "wait", { 491 } },
	{ "remote-server-not-found", "cancel", { 502 } },
	{ "internal-server-error", "cancel", { 500, 503, 506, 555, 580, 599, SIP_NO_WAY } },
};

static struct xmpp_error from_sip(int status, const char *reason)
{
	struct sip_failure f = { .status = status, .reason = view_of(reason) };
	struct xmpp_error out;

	error_from_sip(&f, region, &out);
	return out;
}

TEST(every_code)
for (size_t i = 0; i < sizeof from_sip_table / sizeof from_sip_table[0]; i++)
	for (const int *code = from_sip_table[i].codes; *code != 0; code++) {
		struct xmpp_error e = from_sip(*code, "");

		ck_assert_msg(strcmp(e.condition, from_sip_table[i].condition) == 0, "%d: %s",
		              *code, e.condition);
		ck_assert_msg(strcmp(e.type, from_sip_table[i].type) == 0, "%d: %s", *code,
		              e.type);
	}
for (int status = -3; status < 800; status++)
	ck_assert_ptr_nonnull(from_sip(status, "").row);
/* R7247-7.2-16 */
for (int status = 300; status < 700; status++)
	ck_assert_str_ne(from_sip(status, "").condition, "service-unavailable");
END

        /* What was translated and comes back through another gateway keeps its meaning where the
 * two tables of the RFC are inverse. */
        TEST(forth_and_back) static const char *const kept[] = {
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

for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
	for (int full = 0; full < 2; full++) {
		struct sip_error e = to_sip(condition(kept[i]), full, false, &rfc);

		ck_assert_str_eq(from_sip(e.status, "").condition, kept[i]);
	}
ck_assert_str_eq(
        from_sip(to_sip(condition("forbidden"), true, false, &rfc).status, "").condition,
        "forbidden");
END

/* And where they are not, a second crossing changes nothing more. */
TEST(twice_is_enough) for (int status = -2; status < 700; status++) for (int invite = 0;
                                                                         invite < 2; invite++)
{
	const char *c = from_sip(status, "").condition;
	int once = to_sip(condition(c), true, invite, &rfc).status;
	int again = to_sip(condition(from_sip(once, "").condition), true, invite, &rfc).status;

	ck_assert_msg(once == again, "%d: %d, %d", status, once, again);
}
END

TEST(words)
struct sip_failure f = { .status = 486,
	                 .reason = VIEW("Busy\r\nHere\x01\xff"),
	                 .retry_after = 30 };
struct xmpp_error e;

error_from_sip(&f, region, &e);
ck_assert_msg(view_is(e.text, "Busy Here \xef\xbf\xbd (retry after 30 s)"), "%.*s",
              VIEW_ARG(e.text));
f.reason = VIEW("");
error_from_sip(&f, region, &e);
ck_assert(view_is(e.text, "(retry after 30 s)"));
f.retry_after = 0;
error_from_sip(&f, region, &e);
ck_assert_uint_eq(e.text.n, 0);
END

        static void
        moved(int status, struct view contact, const char *address)
{
	struct sip_failure f = { .status = status, .contact = contact };
	struct xmpp_error e;

	error_from_sip(&f, region, &e);
	ck_assert_msg(view_is(e.address, address), "%.*s: %.*s", VIEW_ARG(contact),
	              VIEW_ARG(e.address));
}

/* R7247-7.2-2 */
TEST(addresses)
moved(301, VIEW("sip:sally@new.example"), "xmpp:sally@new.example");
moved(302, VIEW("sip:o'hara@new.example;gr=x"), "xmpp:o%5C27hara@new.example/x");
moved(301, VIEW("sips:sally@new.example"), "sips:sally@new.example");
moved(301, VIEW("tel:+1555"), "tel:+1555");
moved(301, VIEW(""), "");
moved(301, VIEW("nothing"), "");
moved(301, VIEW("sip:a@b\r\nc"), "");
moved(410, VIEW("sip:sally@new.example"), "");
moved(486, VIEW("sip:sally@new.example"), "");
END

        /* --- the answer ---------------------------------------------------------------------- */

        static void
        written(const struct element *e, const char *expected)
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

/* --- by method --------------------------------------------------------------------------- */

TEST(subscriptions) static const struct {
	int status;
	enum subscribe_effect initial, refresh;
} rows[] = {
	{ 403, SUBSCRIBE_DENIED, SUBSCRIBE_DENIED },
	{ 489, SUBSCRIBE_DENIED, SUBSCRIBE_DENIED },
	{ 603, SUBSCRIBE_DENIED, SUBSCRIBE_DENIED },
	{ 423, SUBSCRIBE_LONGER, SUBSCRIBE_LONGER },
	{ 401, SUBSCRIBE_LOGIN, SUBSCRIBE_ALIVE },
	{ 407, SUBSCRIBE_LOGIN, SUBSCRIBE_ALIVE },
	{ 404, SUBSCRIBE_ERROR, SUBSCRIBE_DEAD },
	{ 410, SUBSCRIBE_ERROR, SUBSCRIBE_DEAD },
	{ 604, SUBSCRIBE_ERROR, SUBSCRIBE_DEAD },
	{ 405, SUBSCRIBE_ERROR, SUBSCRIBE_DEAD },
	{ 416, SUBSCRIBE_ERROR, SUBSCRIBE_DEAD },
	{ 480, SUBSCRIBE_ERROR, SUBSCRIBE_DEAD },
	{ 481, SUBSCRIBE_ERROR, SUBSCRIBE_ANEW },
	{ 482, SUBSCRIBE_ERROR, SUBSCRIBE_DEAD },
	{ 485, SUBSCRIBE_ERROR, SUBSCRIBE_DEAD },
	{ 486, SUBSCRIBE_ERROR, SUBSCRIBE_ALIVE },
	{ 501, SUBSCRIBE_LATER, SUBSCRIBE_DEAD },
	{ 408, SUBSCRIBE_LATER, SUBSCRIBE_ALIVE },
	{ 500, SUBSCRIBE_LATER, SUBSCRIBE_ALIVE },
	{ 503, SUBSCRIBE_LATER, SUBSCRIBE_ALIVE },
	{ 504, SUBSCRIBE_LATER, SUBSCRIBE_ALIVE },
	{ SIP_NO_ANSWER, SUBSCRIBE_LATER, SUBSCRIBE_ALIVE },
	{ SIP_NO_WAY, SUBSCRIBE_LATER, SUBSCRIBE_ALIVE },
	{ 302, SUBSCRIBE_ERROR, SUBSCRIBE_ALIVE },
	{ 600, SUBSCRIBE_ERROR, SUBSCRIBE_ALIVE },
	{ 606, SUBSCRIBE_ERROR, SUBSCRIBE_ALIVE },
};
const char *row;

for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
	ck_assert_msg(subscribe_failed(rows[i].status, false, &row) == rows[i].initial,
	              "%d: %s", rows[i].status, row);
	ck_assert_msg(subscribe_failed(rows[i].status, true, &row) == rows[i].refresh, "%d: %s",
	              rows[i].status, row);
}
ck_assert_int_eq(subscribe_failed(404, true, NULL), SUBSCRIBE_DEAD);
END

        TEST(dialogs_that_end) static const
        int notify[] = { 404, 405, 410, 416, 480, 481,           482, 483,
	                 484, 485, 489, 501, 604, SIP_NO_ANSWER, 0 };

for (int status = -2; status < 700; status++) {
	bool n = false;

	for (const int *p = notify; *p != 0; p++)
		n = n || *p == status;
	ck_assert_msg(notify_failure_ends_dialog(status) == n, "%d", status);
}
END

        /* --- the rows themselves ------------------------------------------------------------------- */

        static bool
        is_name(const char *s)
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

        TEST(conditions_and_types) static const
        char *const types[] = { "auth", "cancel", "modify", "wait" };

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

        UNIT("errors", every_condition, styles, never, causes_of_the_edge, gone_and_redirect,
             an_address_has_a_limit, reading, every_code, forth_and_back, twice_is_enough,
             words, addresses, answers, an_answer_with_an_address, subscriptions,
             dialogs_that_end, names_of_rows, conditions_and_types)
