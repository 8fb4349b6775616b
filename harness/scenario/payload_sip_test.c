/* Payloads that are SIP. */
#include <stdlib.h>
#include <string.h>

#include "lib/unit.h"
#include "scenario/payload.h"

static const char message[] =
        "SIP/2.0 202 Accepted\r\n"
        "Via: SIP/2.0/UDP a.example:5060 ;branch=z9hG4bKa;received=10.0.1.1, SIP/2.0/TCP "
        "b.example;branch=z9hG4bKb\r\n"
        "From: \"Sally\" <sip:sally@sipcorp.example> ; tag = s1\r\n"
        "t: sip:xeno@jabbertown.example;tag=g2\r\n"
        "Call-ID: c1\r\n"
        "CSeq: 1   MESSAGE\r\n"
        "Allow: MESSAGE, OPTIONS\r\n"
        "Allow: NOTIFY\r\n"
        "Content-Type: text/plain;charset=UTF-8\r\n"
        "Content-Length: 9\r\n"
        "\r\n"
        "5 < 6\r\nab";

static struct payload *make(const char *text, enum payload_use use, enum payload_form form)
{
	struct payload_source s = { view_of(text), "f", 1, 1, use, form };
	struct fault f = { 0 };
	struct payload *p = payload_new(&s, &f);

	ck_assert_msg(p != NULL, "%s", f.text);
	return p;
}

static bool matches(const char *pattern, const char *text, struct bindings *b,
                    struct mismatch *m)
{
	struct payload *p = make(pattern, USE_PATTERN, FORM_SIP);
	struct unit *u = unit_parse_sip(view_of(text));
	bool ok = payload_matches(p, u, b, m);

	unit_free(&u);
	payload_free(&p);
	return ok;
}

START_TEST(a_pattern_is_a_subset)
{
	static const char *const fits[] = {
		"SIP/2.0 {200|202} {any}",
		"SIP/2.0 202 Accepted\nCall-ID: c1\nCSeq: 1 MESSAGE",
		"SIP/2.0 {any}\nf: <sip:sally@sipcorp.example>",
		"SIP/2.0 {any}\nFROM: \"Sally\" <sip:sally@sipcorp.example>;tag=s1",
		"SIP/2.0 {any}\nTo: <sip:xeno@jabbertown.example>;tag={any}",
		("SIP/2.0 {any}\nVia: SIP/2.0/TCP b.example\nVia: "
		"{any};branch=z9hG4bKa;received={any}"),
		"SIP/2.0 {any}\nAllow: NOTIFY, MESSAGE",
		"SIP/2.0 {any}\nAllow: {not NOTIFY}",
		"SIP/2.0 {any}\n!Contact\n!Route",
		"SIP/2.0 {any}\nContact: {absent|<sip:x>}",
		"SIP/2.0 {any}\nc: text/plain",
		"SIP/2.0 {any}\nContent-Type: {/text.*UTF-8/}",
		"SIP/2.0 {any}\n\n5 < 6\nab",
		"SIP/2.0 {any}\n\n5 {any}\n{/a./}",
	};
	struct bindings *b = bindings_new();
	struct mismatch m = { NULL, NULL, NULL };

	for (size_t i = 0; i < sizeof fits / sizeof fits[0]; i++)
		ck_assert_msg(matches(fits[i], message, b, &m),
		              "%s: at %s: expected %s, got %s", fits[i], m.where, m.expected,
		              m.got);
	bindings_free(&b);
}
END_TEST

START_TEST(the_first_difference_is_told)
{
	static const struct {
		const char *pattern, *where, *expected, *got;
	} row[] = {
		{ "SIP/2.0 200 {any}", "start line", "SIP/2.0 200 {any}",
		  "SIP/2.0 202 Accepted" },
		{ "SIP/2.0 {any}\nCall-ID: c2", "Call-ID", "c2", "c1" },
		{ "SIP/2.0 {any}\nContact: {any}", "Contact", "{any}", "(absent)" },
		{ "SIP/2.0 {any}\n!Allow", "Allow", "(absent)", "MESSAGE" },
		{ "SIP/2.0 {any}\nAllow: MESSAGE, INFO", "Allow", "INFO", "MESSAGE" },
		{ "SIP/2.0 {any}\nFrom: \"Bob\" <sip:sally@sipcorp.example>", "From", NULL,
		  NULL },
		{ "SIP/2.0 {any}\nFrom: <sip:sally@sipcorp.example>;tag=s2", "From", NULL,
		  NULL },
		{ "SIP/2.0 {any}\n\n5 < 6\nac", "body", "5 < 6\r\nac", "5 < 6\r\nab" },
		{ "SIP/2.0 {any}\n\n", "body", "(empty)", NULL },
		{ "SIP/2.0 {any}\n\n<a/>", "body", "XML", NULL },
		{ "MESSAGE {any} SIP/2.0", "start line", NULL, NULL },
	};
	struct bindings *b = bindings_new();

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct mismatch m = { NULL, NULL, NULL };

		ck_assert_msg(!matches(row[i].pattern, message, b, &m), "%s", row[i].pattern);
		ck_assert_str_eq(m.where, row[i].where);
		if (row[i].expected != NULL)
			ck_assert_str_eq(m.expected, row[i].expected);
		if (row[i].got != NULL)
			ck_assert_str_eq(m.got, row[i].got);
		mismatch_free(&m);
	}
	bindings_free(&b);
}
END_TEST

START_TEST(names_are_bound_by_the_whole_or_not_at_all)
{
	struct bindings *b = bindings_new();
	struct view v;

	ck_assert(!matches("SIP/2.0 {any}\nCall-ID: {any as $c}\nCSeq: 2 {any}", message, b,
	                   NULL));
	ck_assert(!bindings_get(b, VIEW("c"), &v));
	ck_assert(
	        matches("SIP/2.0 {any}\nCall-ID: {any as $c}\nTo: {any as $to};tag={any as $t}",
	                message, b, NULL));
	ck_assert(bindings_get(b, VIEW("c"), &v) && view_is(v, "c1"));
	ck_assert(bindings_get(b, VIEW("t"), &v) && view_is(v, "g2"));
	ck_assert(bindings_get(b, VIEW("to"), &v) && view_is(v, "sip:xeno@jabbertown.example"));
	ck_assert(matches("SIP/2.0 {any}\nCall-ID: {$c}", message, b, NULL));
	bindings_free(&b);
}
END_TEST

START_TEST(a_body_of_xml_is_a_pattern_of_xml)
{
	static const char notify[] =
	        "NOTIFY sip:s@a SIP/2.0\r\nCall-ID: k\r\nContent-Type: "
	        "application/pidf+xml\r\n\r\n"
	        "<?xml version=\"1.0\"?>\r\n<presence xmlns='urn:ietf:params:xml:ns:pidf' "
	        "entity='pres:k'>"
	        "<tuple id='ID-a'><status><basic>open</basic></status></tuple></presence>\r\n";
	struct bindings *b = bindings_new();
	struct mismatch m = { NULL, NULL, NULL };
	struct view v;

	ck_assert(matches("NOTIFY {any}\nCall-ID: {any as $k}\n\n"
	                  "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='pres:{$k}'>\n"
	                  "<tuple id='{any as "
	                  "$id}'><status><basic>open</basic></status></tuple></presence>",
	                  notify, b, &m));
	ck_assert(bindings_get(b, VIEW("id"), &v) && view_is(v, "ID-a"));
	ck_assert(!matches("NOTIFY {any}\n\n<presence xmlns='urn:ietf:params:xml:ns:pidf'>"
	                   "<tuple><status><basic>closed</basic></status></tuple></presence>",
	                   notify, b, &m));
	ck_assert_str_eq(m.where, "body/presence/tuple/status/basic/text()");
	mismatch_free(&m);
	bindings_free(&b);
}
END_TEST

START_TEST(a_template_becomes_lines)
{
	struct payload *p = make(
	        "MESSAGE sip:x SIP/2.0\nFrom: <sip:y>;tag={fresh tag as $t}\n\n5 < 6\n{$w}",
	        USE_TEMPLATE, FORM_SIP);
	struct bindings *b = bindings_new();
	struct fault f = { 0 };
	struct buf out = { 0 };
	struct rng r;
	struct view v;
	char want[200];

	rng_seed(&r, 1);
	ck_assert(!payload_fill(p, false, 0, b, &r, &out, &f));
	bindings_set(b, VIEW("w"), VIEW("a&b"));
	buf_clear(&out);
	ck_assert(payload_fill(p, false, 0, b, &r, &out, &f));
	ck_assert(bindings_get(b, VIEW("t"), &v));
	snprintf(want, sizeof want,
	         "MESSAGE sip:x SIP/2.0\r\nFrom: <sip:y>;tag=%.*s\r\n\r\n5 < 6\r\na&b",
	         VIEW_ARG(v));
	ck_assert_str_eq(buf_cstr(&out), want);
	payload_free(&p);
	p = make("\n<p x='{$w}'>\n  <a/>\n</p>", USE_TEMPLATE, FORM_SIP_FIELDS);
	buf_clear(&out);
	ck_assert(payload_fill(p, false, 0, b, &r, &out, &f));
	ck_assert_str_eq(buf_cstr(&out), "\r\n<p x='a&amp;b'><a/></p>");
	payload_free(&p);
	p = make("Subject: {filler}", USE_TEMPLATE, FORM_SIP_FIELDS);
	buf_clear(&out);
	ck_assert(payload_fill(p, false, 16, b, &r, &out, &f));
	ck_assert_str_eq(buf_cstr(&out), "Subject: xxx\r\n\r\n");
	payload_free(&p);
	p = make("Call-ID: x\n{numbered 2 X-N: #}", USE_TEMPLATE, FORM_SIP_FIELDS);
	buf_clear(&out);
	ck_assert(payload_fill(p, false, 0, b, &r, &out, &f));
	ck_assert(view_starts(buf_view(&out), VIEW("Call-ID: x\r\nX-N: 1")));
	payload_free(&p);
	fault_free(&f);
	buf_free(&out);
	bindings_free(&b);
}
END_TEST

START_TEST(what_is_no_sip_does_not_load)
{
	static const struct {
		const char *text;
		enum payload_use use;
		enum payload_form form;
	} row[] = {
		{ "MESSAGE", USE_TEMPLATE, FORM_SIP },
		{ "MESSAGE x SIP/2.0\nno colon", USE_TEMPLATE, FORM_SIP },
		{ "MESSAGE x SIP/2.0\nTwo words: x", USE_TEMPLATE, FORM_SIP },
		{ "Call-ID: x", USE_PATTERN, FORM_SIP },
		{ "SIP/2.0 200 OK\nCall-ID", USE_PATTERN, FORM_SIP },
		{ "SIP/2.0 200 OK\n!Call-ID: x", USE_PATTERN, FORM_SIP },
		{ "SIP/2.0 200 OK\nCall-ID: a{absent|b}", USE_PATTERN, FORM_SIP },
		{ "SIP/2.0 200 OK\n{any}: a", USE_PATTERN, FORM_SIP },
		{ "SIP/2.0 200 OK\n\n<a>", USE_PATTERN, FORM_SIP },
		{ "SIP/2.0 200 OK\nCall-ID: {only}", USE_PATTERN, FORM_SIP },
	};

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct payload_source s = { view_of(row[i].text), "f",        1, 1,
			                    row[i].use,           row[i].form };
		struct fault f = { 0 };
		struct payload *p = payload_new(&s, &f);

		ck_assert_msg(p == NULL, "%s", row[i].text);
		ck_assert_ptr_nonnull(f.text);
		fault_free(&f);
	}
}
END_TEST

START_TEST(refusals_are_known)
{
	static const struct {
		const char *text, *element;
		bool refusal;
	} row[] = {
		{ "SIP/2.0 200 OK", "SIP/2.0", false },
		{ "SIP/2.0 {200|202} {any}", "SIP/2.0", false },
		{ "SIP/2.0 403 {any}", "SIP/2.0", true },
		{ "SIP/2.0 {403|603} {any}", "SIP/2.0", true },
		{ "SIP/2.0 {200|603} {any}", "SIP/2.0", false },
		{ "SIP/2.0 {any}", "SIP/2.0", false },
		{ "MESSAGE {any}", "MESSAGE", false },
	};

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		struct payload *p = make(row[i].text, USE_PATTERN, FORM_SIP);

		ck_assert_str_eq(payload_element(p), row[i].element);
		ck_assert_msg(payload_is_refusal(p) == row[i].refusal, "%s", row[i].text);
		payload_free(&p);
	}
}
END_TEST

START_TEST(requests_and_responses_are_of_different_ways)
{
	struct payload *response = make("SIP/2.0 200 {any}", USE_PATTERN, FORM_SIP);
	struct payload *request = make("{MESSAGE|NOTIFY} {any} SIP/2.0", USE_PATTERN, FORM_SIP);
	struct payload *xml = make("<presence/>", USE_PATTERN, FORM_XML);
	struct unit *u = unit_parse_sip(view_of(message));

	ck_assert(payload_is_about(response, u));
	ck_assert(!payload_is_about(request, u));
	ck_assert(payload_is_about(xml, u));
	unit_free(&u);
	payload_free(&response);
	payload_free(&request);
	payload_free(&xml);
}
END_TEST

UNIT("payload_sip", requests_and_responses_are_of_different_ways, a_pattern_is_a_subset, the_first_difference_is_told,
     names_are_bound_by_the_whole_or_not_at_all, a_body_of_xml_is_a_pattern_of_xml,
     a_template_becomes_lines, what_is_no_sip_does_not_load, refusals_are_known)
