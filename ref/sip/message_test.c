/* Messages: what everybody needs, what is refused with which status, limits. */
#include "sip/message.h"

#include <stdio.h>
#include <string.h>

#include "lib/unit.h"

#define HEAD                                                                                   \
	"Via: SIP/2.0/TCP h.example;branch=z9hG4bK1\r\n"                                       \
	"From: <sip:a@b>;tag=1\r\n"                                                            \
	"To: <sip:c@d>\r\n"                                                                    \
	"Call-ID: x@y\r\n"

#define MESSAGE "MESSAGE sip:c@d SIP/2.0\r\n" HEAD "CSeq: 1 MESSAGE\r\n"

static struct sip_message m;
static struct sip_refusal refusal;
static struct region *region;

static enum sip_reading read_with(struct view text, const struct sip_limits *limits)
{
	if (region == NULL)
		region = region_new();
	region_reset(region);
	return sip_message_read(text, region, limits, &m, &refusal);
}

static enum sip_reading reading(const char *text)
{
	return read_with(view_of(text), &sip_limits_default);
}

START_TEST(a_request_is_read)
{
	ck_assert_int_eq(reading("\r\n\r\n" MESSAGE "Max-Forwards: 70\r\nl: 2\r\n\r\nhi there"),
	                 SIP_READ_OK);
	ck_assert(m.request && m.method == SIP_METHOD_MESSAGE && m.status == 0);
	ck_assert(view_is(m.uri_text, "sip:c@d") && view_is(m.uri.user, "c"));
	ck_assert(view_is(m.via.branch, "z9hG4bK1") && m.n_via == 1);
	ck_assert(view_is(m.from.tag, "1") && m.to.tag.n == 0);
	ck_assert(view_is(m.call_id, "x@y") && m.cseq.number == 1);
	ck_assert_int_eq(m.max_forwards, 70);
	ck_assert_int_eq(m.content_length, 2);
	ck_assert(view_is(m.body, "hi"));
	ck_assert_uint_eq(m.surplus, 6);
	ck_assert_uint_eq(m.n_field, 7);
	ck_assert_uint_eq(refusal.status, 0);
}
END_TEST

START_TEST(a_response_is_read)
{
	ck_assert_int_eq(
	        reading("sip/2.0 202 All \t right\r\n" HEAD "CSeq: 1 MESSAGE\r\n\r\nbody"),
	        SIP_READ_OK);
	ck_assert(!m.request && m.status == 202 && view_is(m.reason, "All \t right"));
	ck_assert(view_is(m.body, "body"));
	ck_assert_int_eq(m.content_length, -1);
}
END_TEST

/* %s is where the words go: one line of a request, whatever else is right. */
static const struct {
	const char *text;
	enum sip_reading reading;
	unsigned status;
} cases[] = {
	/* start lines */
	{ "", SIP_READ_DROP, 400 },
	{ "\r\n", SIP_READ_DROP, 400 },
	{ "\r\n\r\n\r\n", SIP_READ_DROP, 400 },
	{ "garbage", SIP_READ_DROP, 400 },
	{ "GET / HTTP/1.1\r\nHost: x\r\n\r\n", SIP_READ_DROP, 400 },
	{ "MESSAGE sip:c@d\r\n" HEAD "CSeq: 1 MESSAGE\r\n\r\n", SIP_READ_DROP, 400 },
	{ "MESSAGE SIP/2.0\r\n" HEAD "CSeq: 1 MESSAGE\r\n\r\n", SIP_READ_REFUSE, 400 },
	{ "SIP/2.0 MESSAGE\r\n" HEAD "CSeq: 1 MESSAGE\r\n\r\n", SIP_READ_DROP, 400 },
	{ "MESSAGE sip:c@d SIP/2.1\r\n" HEAD "CSeq: 1 MESSAGE\r\n\r\n", SIP_READ_REFUSE, 505 },
	{ "MESSAGE sip:c@d SIP/02.0\r\n" HEAD "CSeq: 1 MESSAGE\r\n\r\n", SIP_READ_REFUSE, 505 },
	{ "MESSAGE sip:c@d SIP/2\r\n" HEAD "CSeq: 1 MESSAGE\r\n\r\n", SIP_READ_DROP, 400 },
	{ "MESSAGE sip:c@d sip/2.0\r\n" HEAD "CSeq: 1 MESSAGE\r\n\r\n", SIP_READ_OK, 0 },
	{ "MESSAGE\tsip:c@d SIP/2.0\r\n" HEAD "CSeq: 1 MESSAGE\r\n\r\n", SIP_READ_REFUSE, 400 },
	{ "MESSAGE sip:c@d\tSIP/2.0\r\n" HEAD "CSeq: 1 MESSAGE\r\n\r\n", SIP_READ_REFUSE, 400 },
	{ " MESSAGE sip:c@d SIP/2.0\r\n" HEAD "CSeq: 1 MESSAGE\r\n\r\n", SIP_READ_DROP, 400 },
	{ "MESSAGE c@d SIP/2.0\r\n" HEAD "CSeq: 1 MESSAGE\r\n\r\n", SIP_READ_REFUSE, 400 },
	{ "MESSAGE tel:+1 SIP/2.0\r\n" HEAD "CSeq: 1 MESSAGE\r\n\r\n", SIP_READ_OK, 0 },
	{ "MES(AGE sip:c@d SIP/2.0\r\n" HEAD "CSeq: 1 MES(AGE\r\n\r\n", SIP_READ_REFUSE, 400 },
	{ "ACK c@d SIP/2.0\r\n" HEAD "CSeq: 1 ACK\r\n\r\n", SIP_READ_DROP, 400 },
	{ "SIP/2.0 200\r\n" HEAD "CSeq: 1 MESSAGE\r\n\r\n", SIP_READ_DROP, 400 },
	{ "SIP/2.0 099 x\r\n" HEAD "CSeq: 1 MESSAGE\r\n\r\n", SIP_READ_DROP, 400 },
	{ "SIP/2.0 700 x\r\n" HEAD "CSeq: 1 MESSAGE\r\n\r\n", SIP_READ_DROP, 400 },
	{ "SIP/2.0  200 x\r\n" HEAD "CSeq: 1 MESSAGE\r\n\r\n", SIP_READ_DROP, 400 },
	{ "SIP/3.0 200 x\r\n" HEAD "CSeq: 1 MESSAGE\r\n\r\n", SIP_READ_DROP, 400 },
	{ "SIP/2.0 200 \x01\r\n" HEAD "CSeq: 1 MESSAGE\r\n\r\n", SIP_READ_DROP, 400 },
	{ "SIP/2.0 200 OK\r\n" HEAD "\r\n", SIP_READ_DROP, 400 },
	/* what a response does not need (P124) */
	{ "SIP/2.0 200 OK\r\n" HEAD "CSeq: 1 A\r\nm: x\r\n\r\n", SIP_READ_OK, 0 },
	{ "SIP/2.0 200 OK\r\n" HEAD "CSeq: 1 A\r\nServer: x\r\nServer: y\r\n\r\n", SIP_READ_OK, 0 },
	{ "SIP/2.0 200 OK\r\n" HEAD "CSeq: 1 A\r\nRequire: ,\r\nc: x\r\n\r\n", SIP_READ_OK, 0 },
	{ "SIP/2.0 200 OK\r\n" HEAD "CSeq: 1 A\r\nCSeq: 1 A\r\n\r\n", SIP_READ_DROP, 400 },
	{ "SIP/2.0 200 OK\r\n" HEAD "CSeq: 1 A\r\nl: x\r\n\r\n", SIP_READ_DROP, 400 },
	{ "SIP/2.0 200 OK\r\n" HEAD "CSeq: 1 A\r\nRecord-Route: x\r\n\r\n", SIP_READ_DROP, 400 },
	{ "SIP/2.0 200 OK\r\n" HEAD "CSeq: 1 A\r\nX y\r\n\r\n", SIP_READ_DROP, 400 },
	/* the head as lines */
	{ MESSAGE, SIP_READ_REFUSE, 400 },
	{ MESSAGE "X: y", SIP_READ_REFUSE, 400 },
	{ MESSAGE "X y\r\n\r\n", SIP_READ_REFUSE, 400 },
	{ MESSAGE ": y\r\n\r\n", SIP_READ_REFUSE, 400 },
	{ MESSAGE "X Y: y\r\n\r\n", SIP_READ_REFUSE, 400 },
	{ MESSAGE "X: y\n\r\n", SIP_READ_REFUSE, 400 },
	{ MESSAGE "X: y\rZ: a\r\n\r\n", SIP_READ_REFUSE, 400 },
	{ MESSAGE "X: y\r\r\n\r\n", SIP_READ_REFUSE, 400 },
	{ MESSAGE "X:\r\n y\r\n\tz\r\n\r\n", SIP_READ_OK, 0 },
	{ MESSAGE "X-Weird: \x01\x02 garbage ;;,\"\r\n\r\n", SIP_READ_OK, 0 },
	/* the mandatory ones */
	{ "MESSAGE sip:c@d SIP/2.0\r\n" HEAD "\r\n", SIP_READ_REFUSE, 400 },
	{ "MESSAGE sip:c@d SIP/2.0\r\n" HEAD "CSeq: 1 INVITE\r\n\r\n", SIP_READ_REFUSE, 400 },
	{ "MESSAGE sip:c@d SIP/2.0\r\n" HEAD "CSeq: 1 message\r\n\r\n", SIP_READ_REFUSE, 400 },
	{ "FOO sip:c@d SIP/2.0\r\n" HEAD "CSeq: 1 BAR\r\n\r\n", SIP_READ_REFUSE, 501 },
	{ "FOO sip:c@d SIP/2.0\r\n" HEAD "CSeq: 1 FOO\r\n\r\n", SIP_READ_OK, 0 },
	{ "MESSAGE sip:c@d SIP/2.0\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\nCall-ID: x\r\n"
	  "CSeq: 1 MESSAGE\r\n\r\n",
	  SIP_READ_DROP, 400 },
	{ MESSAGE "Via: \r\n\r\n", SIP_READ_REFUSE, 400 },
	{ MESSAGE "Via: SIP/2.0/UDP a, SIP/2.0/UDP b\r\n\r\n", SIP_READ_OK, 0 },
	{ MESSAGE "Via: SIP/2.0/UDP a,\r\n\r\n", SIP_READ_REFUSE, 400 },
	{ MESSAGE "To: <sip:e@f>\r\n\r\n", SIP_READ_REFUSE, 400 },
	{ MESSAGE "t: <sip:e@f>\r\n\r\n", SIP_READ_REFUSE, 400 },
	{ MESSAGE "i: x@y\r\n\r\n", SIP_READ_REFUSE, 400 },
	{ MESSAGE "Max-Forwards: 256\r\n\r\n", SIP_READ_REFUSE, 400 },
	{ MESSAGE "Subject: a\r\ns: b\r\n\r\n", SIP_READ_REFUSE, 400 },
	/* what is needed to act */
	{ MESSAGE "Contact: <sip:a@b>, *\r\n\r\n", SIP_READ_REFUSE, 400 },
	{ MESSAGE "Contact: *\r\n\r\n", SIP_READ_OK, 0 },
	{ MESSAGE "Contact:\r\n\r\n", SIP_READ_REFUSE, 400 },
	{ MESSAGE "Route: sip:a@b\r\n\r\n", SIP_READ_REFUSE, 400 },
	{ MESSAGE "Record-Route: <sip:a;lr>,<sip:b;lr>\r\n\r\n", SIP_READ_OK, 0 },
	{ MESSAGE "Require: a b\r\n\r\n", SIP_READ_REFUSE, 400 },
	{ MESSAGE "Event: presence;;\r\n\r\n", SIP_READ_REFUSE, 400 },
	{ MESSAGE "Subscription-State: ;expires=1\r\n\r\n", SIP_READ_REFUSE, 400 },
	{ MESSAGE "Content-Type: text\r\n\r\n", SIP_READ_REFUSE, 400 },
	/* what is not needed is not refused (8.2.2) */
	{ MESSAGE "Date: yesterday\r\nWarning: ,,\r\nAccept: /\r\nExpires: x\r\n\r\n",
	  SIP_READ_OK, 0 },
	/* bodies */
	{ MESSAGE "Content-Length: 0\r\n\r\n", SIP_READ_OK, 0 },
	{ MESSAGE "Content-Length: 1\r\n\r\n", SIP_READ_REFUSE, 400 },
	{ MESSAGE "Content-Length: +0\r\n\r\n", SIP_READ_REFUSE, 400 },
	{ MESSAGE "Content-Length: \r\n\r\n", SIP_READ_REFUSE, 400 },
	{ MESSAGE "Content-Length: 0\r\nl: 0\r\n\r\n", SIP_READ_REFUSE, 400 },
	{ MESSAGE "Content-Length: 99999999999999999999\r\n\r\n", SIP_READ_REFUSE, 400 },
	{ "SIP/2.0 200 OK\r\n" HEAD "CSeq: 1 A\r\nl: 1\r\n\r\n", SIP_READ_DROP, 400 },
};

START_TEST(each_fault_has_its_status)
{
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		enum sip_reading r = reading(cases[i].text);

		ck_assert_msg(r == cases[i].reading && refusal.status == cases[i].status,
		              "%zu %s: %d %u %s", i, cases[i].text, (int)r, refusal.status,
		              refusal.words != NULL ? refusal.words : "");
	}
}
END_TEST

START_TEST(a_refusal_holds_what_an_answer_needs)
{
	ck_assert_int_eq(
	        reading("MESSAGE x SIP/2.0\r\n" HEAD "CSeq: z\r\nCSeq: 1 MESSAGE\r\n\r\n"),
	        SIP_READ_REFUSE);
	ck_assert_uint_eq(refusal.offset, 8);
	ck_assert(view_is(m.via.host, "h.example") && view_is(m.call_id, "x@y"));
	ck_assert(view_is(m.from.tag, "1"));
	ck_assert_uint_eq(m.n_field, 6);
	ck_assert_int_eq(reading("MESSAGE sip:c@d SIP/2.0\r\nTo: \"x\r\n\r\n"), SIP_READ_DROP);
	ck_assert_uint_eq(refusal.offset, 25);
	ck_assert_uint_eq(m.to.uri.text.n, 0);
}
END_TEST

START_TEST(folds_become_spaces)
{
	struct view v;

	ck_assert_int_eq(reading(MESSAGE "Subject: a\r\n b\r\n\r\n"), SIP_READ_OK);
	v = sip_message_value(&m, SIP_SUBJECT);
	ck_assert(view_is(v, "a   b"));
	ck_assert_int_eq(reading(MESSAGE "Subject:\r\n \r\n\t\r\n\r\n"), SIP_READ_OK);
	ck_assert_uint_eq(sip_message_value(&m, SIP_SUBJECT).n, 0);
}
END_TEST

START_TEST(values_are_found)
{
	struct sip_values v;
	struct view item;
	char all[64] = "";

	ck_assert_int_eq(reading(MESSAGE "Require: a, b\r\nX: y\r\nrequire:\r\nREQUIRE: c\r\n"
	                                 "k: Eventlist\r\n\r\n"),
	                 SIP_READ_OK);
	for (v = sip_message_values(&m, SIP_REQUIRE); sip_values_next(&v, &item);)
		snprintf(all + strlen(all), sizeof all - strlen(all), "[%.*s]", VIEW_ARG(item));
	ck_assert_str_eq(all, "[a][b][c]");
	ck_assert(sip_message_lists(&m, SIP_REQUIRE, "c", false));
	ck_assert(!sip_message_lists(&m, SIP_REQUIRE, "C", false));
	ck_assert(sip_message_lists(&m, SIP_SUPPORTED, "eventlist", true));
	ck_assert(!sip_message_lists(&m, SIP_ALLOW, "MESSAGE", false));
	ck_assert(sip_message_find(&m, SIP_ALLOW, 0) == NULL);
	ck_assert(sip_message_find(&m, SIP_REQUIRE, 0) == &m.field[5]);
	ck_assert(sip_message_find(&m, SIP_REQUIRE, 6) == &m.field[7]);
	ck_assert(sip_message_value(&m, SIP_ALLOW).p == NULL);
}
END_TEST

START_TEST(accept_weighs)
{
	static const struct {
		const char *accept;
		unsigned weight;
	} all[] = {
		{ "", 7 },
		{ "Accept:\r\n", 0 },
		{ "Accept: application/pidf+xml\r\n", 1000 },
		{ "Accept: text/plain, Application/PIDF+xml;q=0.5\r\n", 500 },
		{ "Accept: */*;q=0.2\r\n", 200 },
		{ "Accept: application/*;q=0.3, */*\r\n", 300 },
		{ "Accept: application/pidf+xml;q=0\r\nAccept: */*\r\n", 0 },
		{ "Accept: text/*\r\n", 0 },
		{ "Accept: /, application/pidf+xml;q=9, text/plain\r\n", 0 },
	};
	char text[512];

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		snprintf(text, sizeof text, "%s%s\r\n", MESSAGE, all[i].accept);
		ck_assert_int_eq(reading(text), SIP_READ_OK);
		ck_assert_uint_eq(sip_message_accepts(&m, "application", "pidf+xml", 7),
		                  all[i].weight);
	}
}
END_TEST

/* --- limits, at N-1, N, N+1 ------------------------------------------------------------ */

static unsigned status_with(struct view text, const struct sip_limits *limits)
{
	read_with(text, limits);
	return refusal.status;
}

START_TEST(limits_are_met_exactly)
{
	static const char text[] = MESSAGE "Subject: 1234567\r\n\r\nbody";
	static const struct view v = VIEW_INIT(text);
	const size_t head = v.n - 4, fields = 6, field = 42, body = 4;
	struct sip_limits l;

	for (int d = -1; d <= 1; d++) {
		l = sip_limits_default;
		l.head = (size_t)((int)head + d);
		ck_assert_uint_eq(status_with(v, &l), d < 0 ? 513 : 0);
		l = sip_limits_default;
		l.fields = (size_t)((int)fields + d);
		ck_assert_uint_eq(status_with(v, &l), d < 0 ? 513 : 0);
		l = sip_limits_default;
		l.field = (size_t)((int)field + d - 5);
		ck_assert_uint_eq(status_with(v, &l), d < 0 ? 513 : 0);
		l = sip_limits_default;
		l.body = (size_t)((int)body + d);
		ck_assert_uint_eq(status_with(v, &l), d < 0 ? 413 : 0);
	}
}
END_TEST

START_TEST(an_outline_tells_a_request_from_others)
{
	static const char *const bad[] = {
		"",
		"MESSAGE sip:c@d SIP/2.0",
		"MESSAGE sip:c@d SIP/2.0\r\n\r\n",
		MESSAGE,                                                   /* no empty line */
		"MESSAGE sip:c@d SIP/2.0\r\n" HEAD "CSeq: 1 INFO\r\n\r\n", /* 8.1.1.5 */
		"MESSAGE sip:c@d SIP/2.0\r\n" HEAD "CSeq: x MESSAGE\r\n\r\n",
		"MESSAGE sip:c@d SIP/2.0\r\nFrom: <sip:a@b>;tag=1\r\nCSeq: 1 MESSAGE\r\n\r\n",
		"MESSAGE sip:c@d SIP/2.0\r\nCall-ID: 1\r\nCSeq: 1 MESSAGE\r\n\r\n",
		"MESSAGE sip:c@d SIP/2.0\r\nFrom: <sip:a@b>\r\nCall-ID: 1\r\nCSeq: 1 "
		"MESSAGE\r\n\r\n",
		"SIP/2.0 200 OK\r\n" HEAD "CSeq: 1 MESSAGE\r\n\r\n",
	};
	struct sip_message read;

	ck_assert_int_eq(reading(MESSAGE "Content-Length: 0\r\n\r\n"), SIP_READ_OK);
	read = m;
	ck_assert(sip_message_outline(view_of(MESSAGE "Content-Length: 0\r\n\r\n"), &m));
	ck_assert(m.request && m.method == read.method && m.n_via == 1);
	ck_assert(view_eq(m.method_name, read.method_name) &&
	          view_eq(m.uri_text, read.uri_text));
	ck_assert(view_eq(m.from.tag, read.from.tag) && view_eq(m.call_id, read.call_id));
	ck_assert_uint_eq(m.cseq.number, read.cseq.number);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ck_assert_msg(!sip_message_outline(view_of(bad[i]), &m), "%zu", i);
}
END_TEST

START_TEST(no_nul_ends_anything)
{
	static const char text[] = MESSAGE "Subject: a\0b\r\nX\0: y\r\n\r\n";

	ck_assert_int_eq(read_with(VIEW(text), &sip_limits_default), SIP_READ_REFUSE);
	ck_assert_uint_eq(sip_message_value(&m, SIP_SUBJECT).n, 3);
}
END_TEST

UNIT("sip message", a_request_is_read, a_response_is_read, each_fault_has_its_status,
     a_refusal_holds_what_an_answer_needs, folds_become_spaces, values_are_found, accept_weighs,
     limits_are_met_exactly, an_outline_tells_a_request_from_others, no_nul_ends_anything)
