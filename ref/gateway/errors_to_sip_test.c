/* XMPP to SIP: RFC 7247 7.1, written down once more. */
#include "gateway/errors_for_tests.h"

#include "cause/cause.h"
#include "lib/buf.h"

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

		ck_assert_msg(to_sip(e, false, false, &rfc).status == to_sip_table[i].bare, "%s",
		              name);
		ck_assert_msg(to_sip(e, true, false, &rfc).status == to_sip_table[i].full, "%s",
		              name);
		ck_assert_msg(to_sip(e, false, true, &rfc).status == to_sip_table[i].invite_bare,
		              "%s", name);
		ck_assert_msg(to_sip(e, true, true, &rfc).status == to_sip_table[i].invite_full,
		              "%s", name);
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
TEST(never)
	for (enum cause c = CAUSE_NONE; c < CAUSE_COUNT; c++)
		for (size_t i = 0; i < sizeof to_sip_table / sizeof to_sip_table[0]; i++)
			for (int bits = 0; bits < 4; bits++) {
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

static void leads_to(const char *name, struct view address, int status, const char *contact)
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
	leads_to("redirect", VIEW("xmpp:x@v.example/B%C3%BCro"), 302,
	         "sip:x@v.example;gr=B%C3%BCro");
	leads_to("gone", VIEW("sip:x@v.example;transport=tcp"), 301,
	         "sip:x@v.example;transport=tcp");
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

UNIT("errors_to_sip", every_condition, styles, never, causes_of_the_edge, gone_and_redirect,
     an_address_has_a_limit)
