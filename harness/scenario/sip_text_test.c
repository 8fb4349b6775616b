#include "scenario/sip_text.h"

#include <string.h>

#include "lib/unit.h"

static const char request[] =
        "MESSAGE sip:xeno@jabbertown.example SIP/2.0\r\n"
        "v: SIP/2.0/UDP a.example;branch=z9hG4bK1, SIP/2.0/TCP \"b,c\"\r\n"
        "Via: SIP/2.0/TLS d.example\r\n"
        "Subject: one\r\n  two\r\n"
        "f: \"A, <B>\" <sip:sally@sipcorp.example;gr=pc7> ; tag = x1\r\n"
        "Content-Length: 3\r\n\r\nabc";

static void is(struct view v, const char *want)
{
	ck_assert_msg(view_is(v, want), "%.*s, not %s", VIEW_ARG(v), want);
}

START_TEST(parts_of_a_request_are_found)
{
	struct sip_text t;
	struct buf b = { 0 };
	struct view rest, one;

	sip_text_read(view_of(request), &t);
	ck_assert(t.request && t.whole);
	is(t.method, "MESSAGE");
	is(t.uri, "sip:xeno@jabbertown.example");
	is(t.body, "abc");
	ck_assert_uint_eq(t.n_field, 5);
	ck_assert_ptr_nonnull(sip_field(&t, "VIA", 1));
	ck_assert_ptr_null(sip_field(&t, "Via", 2));
	sip_normal(sip_value(&t, "subject"), false, &b);
	ck_assert_str_eq(buf_cstr(&b), "one two");
	rest = sip_value(&t, "Via");
	ck_assert(sip_next_value(&rest, &one));
	is(one, "SIP/2.0/UDP a.example;branch=z9hG4bK1");
	ck_assert(sip_next_value(&rest, &one));
	is(one, "SIP/2.0/TCP \"b,c\"");
	ck_assert(!sip_next_value(&rest, &one));
	buf_free(&b);
	sip_text_free(&t);
}
END_TEST

START_TEST(parts_of_a_response_are_found)
{
	struct sip_text t;

	sip_text_read(VIEW("SIP/2.0 202 Accepted: it\nTo: x\n\n"), &t);
	ck_assert(!t.request);
	ck_assert_uint_eq(t.status, 202);
	is(t.reason, "Accepted: it");
	ck_assert(t.whole);
	is(t.body, "");
	sip_text_free(&t);
	sip_text_read(VIEW("SIP/2.0 2000 x\r\n"), &t);
	ck_assert_uint_eq(t.status, 0);
	ck_assert(!t.whole);
	sip_text_free(&t);
}
END_TEST

START_TEST(nothing_is_refused)
{
	static const char *const bad[] = {
		"",           "\r\n",        "x",
		"x\r\n:\r\n", "  \r\n \r\n", "A B C\r\n \r\nno colon\r\n\r\n",
		"\n\n"
	};
	struct sip_text t;

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		sip_text_read(view_of(bad[i]), &t);
		ck_assert_uint_eq(t.status, 0);
		sip_text_free(&t);
	}
}
END_TEST

START_TEST(a_stream_is_cut_by_content_length)
{
	struct buf b = { 0 };

	buf_puts(&b, request);
	ck_assert_uint_eq(sip_text_cut(buf_view(&b)), strlen(request));
	buf_puts(&b, "SIP/2.0");
	ck_assert_uint_eq(sip_text_cut(buf_view(&b)), strlen(request));
	for (size_t n = 0; n < strlen(request); n++)
		ck_assert_uint_eq(sip_text_cut((struct view){ request, n }), 0);
	ck_assert_uint_eq(sip_text_cut(VIEW("OPTIONS a SIP/2.0\r\nl: x\r\n\r\n")), 27);
	buf_free(&b);
}
END_TEST

START_TEST(addresses_are_taken_apart)
{
	static const struct {
		const char *value, *uri, *user, *host;
	} row[] = {
		{ "\"A\" <sip:a@b.example:5060;gr=1>;tag=2", "sip:a@b.example:5060;gr=1", "a",
		  "b.example" },
		{ "sip:a@b.example;tag=2", "sip:a@b.example", "a", "b.example" },
		{ "<sip:a;b?c:pw@d.example?x=y>", "sip:a;b?c:pw@d.example?x=y", "a;b?c",
		  "d.example" },
		{ "<sip:[2001:db8::1]:5060>", "sip:[2001:db8::1]:5060", "", "[2001:db8::1]" },
		{ "\"<x>\\\"\" <im:r@c.example>", "im:r@c.example", "r", "c.example" },
		{ "", "", "", "" },
	};
	struct view gr;

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct view uri = sip_uri_in(view_of(row[i].value));

		is(uri, row[i].uri);
		is(sip_user_in(uri), row[i].user);
		is(sip_host_in(uri), row[i].host);
	}
	ck_assert(sip_uri_parameter(VIEW("sip:a;gr=9@b;lr;gr=7?gr=8"), "gr", &gr));
	is(gr, "7");
	ck_assert(sip_parameter(VIEW("<sip:a;tag=1> ; tag = 2"), "TAG", &gr));
	is(gr, "2");
	ck_assert(!sip_parameter(VIEW("<sip:a;tag=1>"), "tag", &gr));
}
END_TEST

/* RFC 7247 6, XEP-0106 */
START_TEST(addresses_of_both_worlds)
{
	static const struct {
		const char *uri, *jid;
	} row[] = {
		{ "sip:sally@sipcorp.example", "sally@sipcorp.example" },
		{ "sip:o'hara@sipcorp.example", "o\\27hara@sipcorp.example" },
		{ "sip:j%20doe@sipcorp.example", "j\\20doe@sipcorp.example" },
		{ "sip:a%40b@sipcorp.example", "a\\40b@sipcorp.example" },
		{ "sip:f%C3%BCr@sipcorp.example", "f\xc3\xbcr@sipcorp.example" },
		{ "sip:c%5C3aproj@jabbertown.example", "c\\5c3aproj@jabbertown.example" },
		{ "sip:c%5Cd@jabbertown.example", "c\\d@jabbertown.example" },
		{ "sip:jabbertown.example", "jabbertown.example" },
	};
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		buf_clear(&b);
		sip_jid_of(view_of(row[i].uri), &b);
		ck_assert_str_eq(buf_cstr(&b), row[i].jid);
		buf_clear(&b);
		sip_uri_of(view_of(row[i].jid), &b);
		ck_assert_str_eq(buf_cstr(&b), row[i].uri);
	}
	buf_clear(&b);
	sip_jid_of(VIEW("sip:x@y.example:5060;transport=tcp;gr=B%C3%BCro%202"), &b);
	ck_assert_str_eq(buf_cstr(&b), "x@y.example/B\xc3\xbcro 2");
	buf_free(&b);
}
END_TEST

UNIT("sip_text", parts_of_a_request_are_found, parts_of_a_response_are_found,
     nothing_is_refused, a_stream_is_cut_by_content_length, addresses_are_taken_apart,
     addresses_of_both_worlds)
