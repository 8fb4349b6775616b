/* SIP to XMPP: RFC 7247 7.2, code by code; and what a status means by method. */
#include "gateway/errors_for_tests.h"

#include <string.h>

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

TEST(every_code)
	for (size_t i = 0; i < sizeof from_sip_table / sizeof from_sip_table[0]; i++)
		for (const int *code = from_sip_table[i].codes; *code != 0; code++) {
			struct xmpp_error e = from_sip(*code, "");

			ck_assert_msg(strcmp(e.condition, from_sip_table[i].condition) == 0,
			              "%d: %s", *code, e.condition);
			ck_assert_msg(strcmp(e.type, from_sip_table[i].type) == 0, "%d: %s", *code,
			              e.type);
		}
	for (int status = -3; status < 800; status++)
		ck_assert_ptr_nonnull(from_sip(status, "").row);
	/* R7247-7.2-16 */
	for (int status = 300; status < 700; status++)
		ck_assert_str_ne(from_sip(status, "").condition, "service-unavailable");
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

static void moved(int status, struct view contact, const char *address)
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
	moved(301, VIEW("sip:sally@192.0.2.7:5061;transport=tcp"), "");
	moved(302, VIEW("sips:sally@[2001:db8::7]"), "");
	moved(301, VIEW(""), "");
	moved(301, VIEW("nothing"), "");
	moved(301, VIEW("sip:a@b\r\nc"), "");
	moved(410, VIEW("sip:sally@new.example"), "");
	moved(486, VIEW("sip:sally@new.example"), "");
END

/* --- by method --------------------------------------------------------------------------- */

TEST(subscriptions)
	static const struct {
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
		ck_assert_msg(subscribe_failed(rows[i].status, true, &row) == rows[i].refresh,
		              "%d: %s", rows[i].status, row);
	}
	ck_assert_int_eq(subscribe_failed(404, true, NULL), SUBSCRIBE_DEAD);
END

TEST(dialogs_that_end)
	static const int notify[] = { 404, 405, 410, 416, 480, 481,           482, 483,
		                      484, 485, 489, 501, 604, SIP_NO_ANSWER, 0 };

	for (int status = -2; status < 700; status++) {
		bool n = false;

		for (const int *p = notify; *p != 0; p++)
			n = n || *p == status;
		ck_assert_msg(notify_failure_ends_dialog(status) == n, "%d", status);
	}
END

UNIT("errors_from_sip", every_code, words, addresses, subscriptions, dialogs_that_end)
