/* Values of header fields: lists, parameters, addresses, Via, and the small ones. */
#include "sip/field.h"

#include <stdio.h>

#include "lib/unit.h"

static const char *items(const char *list)
{
	static char out[512];
	struct view rest = view_of(list), item;
	size_t n = 0;

	out[0] = '\0';
	while (sip_list_next(&rest, &item))
		n += (size_t)snprintf(out + n, sizeof out - n, "[%.*s]", VIEW_ARG(item));
	return out;
}

START_TEST(lists_are_taken_apart)
{
	ck_assert_str_eq(items(""), "");
	ck_assert_str_eq(items("  "), "");
	ck_assert_str_eq(items("a"), "[a]");
	ck_assert_str_eq(items(" a ,\tb,c "), "[a][b][c]");
	ck_assert_str_eq(items("a,,b"), "[a][][b]");
	ck_assert_str_eq(items("a,"), "[a][]");
	ck_assert_str_eq(items("a, "), "[a][]");
	ck_assert_str_eq(items(",a"), "[][a]");
	ck_assert_str_eq(items("\"a,b\" <sip:a,b@c>,d"), "[\"a,b\" <sip:a,b@c>][d]");
	ck_assert_str_eq(items("\"a\\\",b\",d"), "[\"a\\\",b\"][d]");
	ck_assert_str_eq(items("\"a,b"), "[\"a,b]");
	ck_assert_str_eq(items("<a,b"), "[<a,b]");
	ck_assert_str_eq(items("\"a\\"), "[\"a\\]");
	ck_assert_str_ne(items(","), "");
}
END_TEST

static const char *parameters(const char *text)
{
	static char out[512];
	struct view rest = view_of(text), name, value;
	size_t n = 0;

	out[0] = '\0';
	while (sip_parameter_next(&rest, &name, &value))
		n += (size_t)snprintf(out + n, sizeof out - n, "[%.*s%s%.*s]", VIEW_ARG(name),
		                      value.p != NULL ? "=" : "", VIEW_ARG(value));
	if (rest.n > 0)
		snprintf(out + n, sizeof out - n, "!");
	return out;
}

START_TEST(parameters_are_taken_apart)
{
	ck_assert_str_eq(parameters(""), "");
	ck_assert_str_eq(parameters(";a"), "[a]");
	ck_assert_str_eq(parameters("a = b ; c=\"d;e\\\"\";f=[::1]:5"),
	                 "[a=b][c=\"d;e\\\"\"][f=[::1]:5]");
	ck_assert_str_eq(parameters("a;;b"), "[a]!");
	ck_assert_str_eq(parameters("a;"), "[a]!");
	ck_assert_str_eq(parameters("a=;b"), "!");
	ck_assert_str_eq(parameters("a=\"b"), "!");
	ck_assert_str_eq(parameters("a=b c"), "[a=b][c]");
}
END_TEST

static struct sip_address a;

static bool address(const char *text)
{
	const char *why = NULL;
	bool ok = sip_address_read(view_of(text), &a, &why);

	ck_assert_msg(ok == (why == NULL), "%s: %s", text, why);
	return ok;
}

START_TEST(addresses_are_read)
{
	ck_assert(address("\"A. \\\"B\\\"\"  <sip:a;b@c;lr?x=y>;tag=1;q=0.5"));
	ck_assert(view_is(a.display, "\"A. \\\"B\\\"\""));
	ck_assert(view_is(a.uri.user, "a;b") && view_is(a.uri.headers, "x=y"));
	ck_assert(view_is(a.tag, "1") && view_is(a.parameters, "tag=1;q=0.5"));
	ck_assert(a.bracketed);
	ck_assert(address("sip:a@b;tag=x"));
	ck_assert(!a.bracketed && view_is(a.uri.text, "sip:a@b") && view_is(a.tag, "x"));
	ck_assert(address("T. Watson <sip:a@b> ; tag = x"));
	ck_assert(view_is(a.display, "T. Watson") && view_is(a.tag, "x"));
	ck_assert(address("<sip:a@b>"));
	ck_assert(a.display.n == 0 && a.tag.n == 0 && a.parameters.n == 0);
	ck_assert(address("caller<sip:a@b>"));
	ck_assert(view_is(a.display, "caller"));
	ck_assert(address("\"\xc3\xa9\"<sip:a@b>"));
	ck_assert(address(" sip:a@b  ;x=\"\xc3\xa9\" "));
	ck_assert(address("tel:+1"));
}
END_TEST

START_TEST(addresses_are_refused)
{
	static const char *const all[] = {
		"",
		"*",
		"a",
		"<>",
		"<sip:a@b",
		"sip:a@b>",
		"\"a <sip:a@b>",
		"\"a\" sip:a@b",
		"\"a\"",
		"a, b <sip:a@b>",
		"< sip:a@b>",
		"<sip:a@b >",
		"<sip:a@b>;",
		"<sip:a@b>;;a",
		"<sip:a@b>x",
		"<sip:a@b> x",
		"<sip:a@b>,",
		"sip:a@b?c=d",
		"sip:a,b@c",
		"sip:a@b;tag=1;tag=2",
		"<sip:a@b>;tag",
		"<sip:a@b>;tag=\"a\"",
		"sip:a@b x",
		"\"\x01\"<sip:a@b>",
		"\"\xc3\"<sip:a@b>",
		"\xc3\xa9 <sip:a@b>",
		"<sip:a@b>;x=\xc3\xa9",
		"\"\\\xc3\xa9\"<sip:a@b>",
		"<<sip:a@b>>",
		"a\"b\" <sip:a@b>",
		"\"a\"\"b\" <sip:a@b>",
	};

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		ck_assert_msg(!address(all[i]), "%s", all[i]);
	ck_assert(!sip_address_read(VIEW("\"\0\"<sip:a@b>"), &a, NULL));
	ck_assert(sip_address_read(VIEW("\"\\\0\"<sip:a@b>"), &a, NULL));
}
END_TEST

static struct sip_via v;

static bool via(const char *text)
{
	return sip_via_read(view_of(text), &v, NULL);
}

START_TEST(vias_are_read)
{
	ck_assert(via("SIP/2.0/TCP h.example:5060;branch=z9hG4bKx;rport;maddr=224.2.0.1"));
	ck_assert(view_is(v.transport, "TCP") && view_is(v.host, "h.example") &&
	          v.port == 5060);
	ck_assert(view_is(v.branch, "z9hG4bKx") && v.rport && v.rport_value == 0);
	ck_assert(view_is(v.maddr, "224.2.0.1"));
	ck_assert(sip_branch_is_3261(v.branch));
	ck_assert(via("SIP / 2.0 / UDP  [2001:db8::1] : 9 ; received = [::1] ; rport=7"));
	ck_assert(view_is(v.host, "2001:db8::1") && v.host_kind == SIP_HOST_IPV6 &&
	          v.port == 9);
	ck_assert(view_is(v.received, "::1") && v.rport_value == 7);
	ck_assert(via("sip/2.0/udp 192.0.2.1"));
	ck_assert(v.branch.n == 0 && !v.rport);
	ck_assert(sip_branch_is_3261(VIEW("Z9HG4BKa")));
	ck_assert(!sip_branch_is_3261(VIEW("z9hG4bK")));
	ck_assert(!sip_branch_is_3261(VIEW("")));
}
END_TEST

START_TEST(vias_are_refused)
{
	static const char *const all[] = {
		"",
		"SIP/2.0/TCP",
		"SIP/2.0/TCP ",
		"SIP/2.0 TCP h",
		"SIP/2.0/ h",
		"SIP/2.0/TCPh",
		"SIP/2.0/TCP h h",
		"SIP/2.0/TCP h;",
		"SIP/2.0/TCP h;;",
		"SIP/2.0/TCP h:0",
		"SIP/2.0/TCP h:x",
		"SIP/2.0/TCP h;branch",
		"SIP/2.0/TCP h;branch=a;branch=b",
		"SIP/2.0/TCP h;rport=x",
		"SIP/2.0/TCP h;rport=65536",
		"SIP/3.0/TCP h",
		"HTTP/2.0/TCP h",
		"SIP/2.0/TCP -h",
		"SIP/2.0/TCP [::1",
		"SIP/2.0/TCP h,",
		"SIP/2.0/TCP h;branch=\"a\"",
	};

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		ck_assert_msg(!via(all[i]), "%s", all[i]);
	ck_assert(!via("SIP/7.0/TCP h;x"));
	ck_assert(view_is(v.host, "h"));
	ck_assert(!via("SIP/2.0/TCP h;;"));
	ck_assert(view_is(v.host, "h") && v.parameters.n == 0);
	ck_assert(!via("SIP/2.0/TCP h:0"));
	ck_assert(v.host.n == 0);
}
END_TEST

START_TEST(cseq_and_numbers)
{
	struct sip_cseq c;
	uint32_t n;
	unsigned f;

	ck_assert(sip_cseq_read(VIEW("0009 \t INVITE"), &c));
	ck_assert(c.number == 9 && c.method == SIP_METHOD_INVITE);
	ck_assert(sip_cseq_read(VIEW("2147483647 invite"), &c));
	ck_assert(c.method == SIP_METHOD_OTHER && view_is(c.method_name, "invite"));
	ck_assert(!sip_cseq_read(VIEW("2147483648 INVITE"), &c));
	ck_assert(!sip_cseq_read(VIEW("36893488147419103232 INVITE"), &c));
	ck_assert(!sip_cseq_read(VIEW("1INVITE"), &c));
	ck_assert(!sip_cseq_read(VIEW("1"), &c));
	ck_assert(!sip_cseq_read(VIEW("-1 A"), &c));
	ck_assert(!sip_cseq_read(VIEW("1 A B"), &c));
	ck_assert(!sip_cseq_read(VIEW(""), &c));

	ck_assert(sip_delta_read(VIEW(" 4294967295 "), &n));
	ck_assert_uint_eq(n, UINT32_MAX);
	ck_assert(!sip_delta_read(VIEW("4294967296"), &n));
	ck_assert(!sip_delta_read(VIEW(""), &n));
	ck_assert(!sip_delta_read(VIEW("1 2"), &n));
	ck_assert(sip_retry_after_read(VIEW("18000;duration=3600"), &n) && n == 18000);
	ck_assert(sip_retry_after_read(VIEW("120 (I'm (in \\) a) meeting)"), &n) && n == 120);
	ck_assert(sip_retry_after_read(VIEW("5 (a) ;x"), &n) && n == 5);
	ck_assert(!sip_retry_after_read(VIEW("5 (a"), &n));
	ck_assert(!sip_retry_after_read(VIEW("5 a"), &n));
	ck_assert(!sip_retry_after_read(VIEW("949302838503028349304023988"), &n));
	ck_assert(sip_max_forwards_read(VIEW("0068"), &f) && f == 68);
	ck_assert(sip_max_forwards_read(VIEW("255"), &f) && f == 255);
	ck_assert(!sip_max_forwards_read(VIEW("256"), &f));
	ck_assert(!sip_max_forwards_read(VIEW("-0"), &f));
}
END_TEST

START_TEST(media_events_states)
{
	struct sip_subscription_state s;
	struct sip_media media;
	struct sip_token t;
	struct sip_event e;
	struct view value;

	ck_assert(sip_media_read(VIEW("text / plain ; charset = \"UTF-8\""), &media));
	ck_assert(view_is(media.type, "text") && view_is(media.subtype, "plain"));
	ck_assert(sip_parameter(media.parameters, "CharSet", &value));
	ck_assert(view_is(value, "\"UTF-8\""));
	ck_assert(sip_media_read(VIEW("*/*;q=0"), &media));
	ck_assert(!sip_media_read(VIEW("text"), &media));
	ck_assert(!sip_media_read(VIEW("text/"), &media));
	ck_assert(!sip_media_read(VIEW("text/plain x"), &media));
	ck_assert(!sip_media_read(VIEW("text/plain;"), &media));
	ck_assert(sip_token_read(VIEW("render;handling=optional"), &t));
	ck_assert(!sip_token_read(VIEW(";handling=optional"), &t));
	ck_assert(sip_event_read(VIEW("presence.winfo;id=4a;x"), &e));
	ck_assert(view_is(e.package, "presence.winfo") && view_is(e.id, "4a"));
	ck_assert(sip_event_read(VIEW("presence"), &e) && e.id.n == 0);
	ck_assert(!sip_event_read(VIEW("presence;id"), &e));
	ck_assert(!sip_event_read(VIEW("presence;id=\"a\""), &e));
	ck_assert(sip_subscription_state_read(VIEW("Active;expires=3600"), &s));
	ck_assert(s.state == SIP_SUBSTATE_ACTIVE && s.expires == 3600 && s.retry_after == -1);
	ck_assert(sip_subscription_state_read(VIEW("terminated;reason=probation;retry-after=5"),
	                                      &s));
	ck_assert(s.state == SIP_SUBSTATE_TERMINATED && view_is(s.reason, "probation"));
	ck_assert(s.expires == -1 && s.retry_after == 5);
	ck_assert(sip_subscription_state_read(VIEW("pending"), &s) &&
	          s.state == SIP_SUBSTATE_PENDING);
	ck_assert(sip_subscription_state_read(VIEW("waiting"), &s) &&
	          s.state == SIP_SUBSTATE_OTHER);
	ck_assert(!sip_subscription_state_read(VIEW("active;expires=x"), &s));
	ck_assert(!sip_subscription_state_read(VIEW("active;expires"), &s));
	ck_assert(!sip_subscription_state_read(VIEW("active;"), &s));
	ck_assert(!sip_subscription_state_read(VIEW(""), &s));
}
END_TEST

START_TEST(q_dates_words)
{
	static const struct {
		const char *text;
		int q;
	} qs[] = {
		{ "0", 0 },        { "1", 1000 }, { "0.5", 500 },  { "0.333", 333 },
		{ "1.000", 1000 }, { "0.", 0 },   { "1.", 1000 },  { "0.05", 50 },
		{ "", -1 },        { "2", -1 },   { "1.001", -1 }, { "0.3333", -1 },
		{ ".5", -1 },      { "0,5", -1 }, { "0.x", -1 },   { "00", -1 },
	};
	int64_t t;
	unsigned q;

	for (size_t i = 0; i < sizeof qs / sizeof qs[0]; i++) {
		bool ok = sip_q_read(view_of(qs[i].text), &q);

		ck_assert_msg(ok ? (int)q == qs[i].q : qs[i].q < 0, "%s", qs[i].text);
	}
	ck_assert(sip_date_read(VIEW("Sat, 13 Nov 2010 23:29:00 GMT"), &t));
	ck_assert_int_eq(t, 1289690940);
	ck_assert(sip_date_read(VIEW("Thu, 01 Jan 1970 00:00:00 GMT"), &t) && t == 0);
	ck_assert(sip_date_read(VIEW("Thu, 29 Feb 2024 12:00:00 GMT"), &t) && t == 1709208000);
	ck_assert(!sip_date_read(VIEW("Fri, 01 Jan 2010 16:00:00 EST"), &t));
	ck_assert(!sip_date_read(VIEW("Fri, 01 Jen 2010 16:00:00 GMT"), &t));
	ck_assert(!sip_date_read(VIEW("Foo, 01 Jan 2010 16:00:00 GMT"), &t));
	ck_assert(!sip_date_read(VIEW("Fri, 32 Jan 2010 16:00:00 GMT"), &t));
	ck_assert(!sip_date_read(VIEW("Fri, 01 Jan 2010 24:00:00 GMT"), &t));
	ck_assert(!sip_date_read(VIEW("Fri, 1 Jan 2010 16:00:00 GMT"), &t));
	ck_assert(!sip_date_read(VIEW(""), &t));
	ck_assert(sip_is_token(VIEW("a-.!%*_+`'~0")));
	ck_assert(!sip_is_token(VIEW("a b")) && !sip_is_token(VIEW("")));
	ck_assert(sip_is_call_id(VIEW("a\"<>(){}[]?:/\\@b")));
	ck_assert(!sip_is_call_id(VIEW("@b")) && !sip_is_call_id(VIEW("a@")));
	ck_assert(!sip_is_call_id(VIEW("a@b@c")) && !sip_is_call_id(VIEW("a b")));
	ck_assert(!sip_is_call_id(VIEW("")) && !sip_is_call_id(VIEW("a;b")));
	ck_assert(sip_is_language_tag(VIEW("de")) && sip_is_language_tag(VIEW("zh-Hant-TW1")));
	ck_assert(!sip_is_language_tag(VIEW("")) && !sip_is_language_tag(VIEW("de-")));
	ck_assert(!sip_is_language_tag(VIEW("abcdefghi")) && !sip_is_language_tag(VIEW("1a")));
}
END_TEST

START_TEST(quotes_come_off)
{
	struct buf out = { 0 };

	sip_unquote(&out, VIEW("\"a\\\"b\\\\\""));
	ck_assert_str_eq(buf_cstr(&out), "a\"b\\");
	buf_clear(&out);
	sip_unquote(&out, VIEW("plain\\"));
	ck_assert_str_eq(buf_cstr(&out), "plain\\");
	buf_clear(&out);
	sip_unquote(&out, VIEW("\"\""));
	ck_assert_uint_eq(buf_len(&out), 0);
	buf_free(&out);
}
END_TEST

UNIT("sip field", lists_are_taken_apart, parameters_are_taken_apart, addresses_are_read,
     addresses_are_refused, vias_are_read, vias_are_refused, cseq_and_numbers,
     media_events_states, q_dates_words, quotes_come_off)
