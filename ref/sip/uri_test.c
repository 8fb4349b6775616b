/* URIs: the grammar, equality by the examples of RFC 3261 19.1.4, escapes. */
#include "sip/uri.h"

#include <stdio.h>

#include "lib/unit.h"

static struct sip_uri u;

static bool reads(const char *text)
{
	const char *why = NULL;
	bool ok = sip_uri_read(view_of(text), &u, &why);

	ck_assert_msg(ok == (why == NULL), "%s: %s", text, why);
	return ok;
}

static const char *say(void)
{
	static char out[512];

	snprintf(out, sizeof out, "%d [%.*s] [%.*s] [%.*s] %d %u [%.*s] [%.*s]", (int)u.scheme,
	         VIEW_ARG(u.user), VIEW_ARG(u.password), VIEW_ARG(u.host), (int)u.host_kind,
	         u.port, VIEW_ARG(u.parameters), VIEW_ARG(u.headers));
	return out;
}

START_TEST(parts_are_told_apart)
{
	static const struct {
		const char *text, *parts;
	} all[] = {
		{ "sip:sally@sipcorp.example", "0 [sally] [] [sipcorp.example] 1 0 [] []" },
		{ "SIPS:a:b@h:5061;transport=tcp;lr?x=&y=1",
		  "1 [a] [b] [h] 1 5061 [transport=tcp;lr] [x=&y=1]" },
		{ "sip:192.0.2.1", "0 [] [] [192.0.2.1] 2 0 [] []" },
		{ "sip:[2001:db8::9:1]:5060", "0 [] [] [2001:db8::9:1] 3 5060 [] []" },
		{ "sip:a;b=c?d/e@host.", "0 [a;b=c?d/e] [] [host.] 1 0 [] []" },
		{ "sip:%00%41@h?a=b", "0 [%00%41] [] [h] 1 0 [] [a=b]" },
		{ "im:a@b.example", "2 [a] [] [b.example] 1 0 [] []" },
		{ "pres:a@b.example", "3 [a] [] [b.example] 1 0 [] []" },
		{ "sip:a:@h", "0 [a] [] [h] 1 0 [] []" },
		{ "sip:1.2.3.com", "0 [] [] [1.2.3.com] 1 0 [] []" },
		{ "sip:a@h;x=[1]/:&+$%20", "0 [a] [] [h] 1 0 [x=[1]/:&+$%20] []" },
		{ "tel:+15551234", "4 [] [] [] 0 0 [] []" },
		{ "isbn:2983792873", "5 [] [] [] 0 0 [] []" },
		{ "http://www.example.com/a?b", "5 [] [] [] 0 0 [] []" },
	};

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		ck_assert_msg(reads(all[i].text), "%s", all[i].text);
		ck_assert_str_eq(say(), all[i].parts);
		ck_assert(view_is(u.text, all[i].text));
	}
	ck_assert(reads("sip:h"));
	ck_assert(u.user.p == NULL && u.password.p == NULL);
	ck_assert(reads("sip:a:@h"));
	ck_assert(u.password.p != NULL);
}
END_TEST

START_TEST(what_is_no_uri_is_refused)
{
	static const char *const all[] = {
		"",
		"sip",
		"sip:",
		":a@b",
		"1sip:a@b",
		"<sip:a@b>",
		" sip:a@b",
		"sip:a@b ",
		"sip:@b",
		"sip::pw@b",
		"sip:a@",
		"sip:a@b@c",
		"sip:a b@c",
		"sip:a\"@c",
		"sip:a@b:",
		"sip:a@b:0",
		"sip:a@b:65536",
		"sip:a@b:99999999999999999999",
		"sip:a@b:5060x",
		"sip:a@-b",
		"sip:a@b-",
		"sip:a@b..c",
		"sip:a@.b",
		"sip:a@b_c",
		"sip:a@1.2.3",
		"sip:a@1.2.3.4.5",
		"sip:a@256.1.1.1",
		"sip:a@1.2.3.4a",
		"sip:a@b.1c",
		"sip:2001:db8::10",
		"sip:[2001:db8::10",
		"sip:[]",
		"sip:[::1]x",
		"sip:[2001:db8:::192.0.2.1]",
		"sip:[fe80::1%25eth0]",
		"sip:a@b;",
		"sip:a@b;;lr",
		"sip:a@b;=x",
		"sip:a@b;x=",
		"sip:a@b;x=y=z",
		"sip:a@b;x= y",
		"sip:a@b;lr;LR",
		"sip:a@b;lr;%6Cr",
		"sip:a@b?",
		"sip:a@b?a",
		"sip:a@b?=b",
		"sip:a@b?a=b&",
		"sip:a@b?a=b?&c",
		"sip:%4@b",
		"sip:%zz@b",
		"sip:%@b",
		"sip:a@b;%",
		"sip:a@b/c",
		"sip:\xc3\xa9@b",
		"sip:a@\xc3\xa9",
		"tel:",
		"x:\"",
		"x: ",
		"x:%1",
	};

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		ck_assert_msg(!reads(all[i]), "%s", all[i]);
	ck_assert(!sip_uri_read(VIEW("sip:a\0b@c"), &u, NULL));
	ck_assert(!sip_uri_read(VIEW("sip:a@b\0"), &u, NULL));
	ck_assert(!sip_uri_read(VIEW("sip:a@b\r\nX: y"), &u, NULL));
}
END_TEST

START_TEST(the_number_of_parameters_is_bounded)
{
	struct buf b = { 0 };

	for (int n = 31; n <= 33; n++) {
		buf_clear(&b);
		buf_puts(&b, "sip:a@b");
		for (int i = 0; i < n; i++)
			buf_printf(&b, ";p%d", i);
		ck_assert_msg(sip_uri_read(buf_view(&b), &u, NULL) == (n <= 32), "%d", n);
	}
	buf_free(&b);
}
END_TEST

START_TEST(parameters_are_found)
{
	struct view v;

	ck_assert(reads("sip:a@b;lr;Transport=tcp;g%72=%41b"));
	ck_assert(sip_uri_parameter(&u, "lr", &v));
	ck_assert(v.p == NULL);
	ck_assert(sip_uri_parameter(&u, "transport", &v));
	ck_assert(view_is(v, "tcp"));
	ck_assert(sip_uri_parameter(&u, "gr", &v));
	ck_assert(view_is(v, "%41b"));
	ck_assert(!sip_uri_parameter(&u, "l", &v));
	ck_assert(reads("sip:a@b"));
	ck_assert(!sip_uri_parameter(&u, "lr", NULL));
}
END_TEST

START_TEST(equality_is_that_of_19_1_4)
{
	static const struct {
		const char *a, *b;
		bool equal;
	} all[] = {
		{ "sip:%61lice@atlanta.com;transport=TCP",
		  "sip:alice@AtLanTa.CoM;Transport=tcp", true },
		{ "sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5", true },
		{ "sip:carol@chicago.com;security=on", "sip:carol@chicago.com;newparam=5",
		  true },
		{ "sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com",
		  "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com",
		  true },
		{ "sip:alice@atlanta.com?subject=project%20x&priority=urgent",
		  "sip:alice@atlanta.com?priority=urgent&subject=project%20x", true },
		{ "SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP",
		  false },
		{ "sip:bob@biloxi.com", "sip:bob@biloxi.com:5060", false },
		{ "sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp", false },
		{ "sip:bob@biloxi.com", "sip:bob@biloxi.com:6000;transport=tcp", false },
		{ "sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting",
		  false },
		{ "sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4", false },
		{ "sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off",
		  false },
		{ "sip:a@h", "sips:a@h", false },
		{ "sip:a@h?x=1&x=2", "sip:a@h?x=2&X=1", true },
		{ "sip:a@h?x=1&x=2", "sip:a@h?x=1", false },
		{ "sip:a%40b@h", "sip:a%40B@h", false },
		{ "sip:a%3Bb@h", "sip:a;b@h", false },
		{ "sip:a%2bb@h", "sip:a%2Bb@h", true },
		{ "sip:a@h", "sip:h", false },
		{ "sip:a:@h", "sip:a@h", false },
		{ "sip:[2001:DB8:0::1]", "sip:[2001:db8::1]", true },
		{ "sip:[2001:db8::1]", "sip:[2001:db8::2]", false },
		{ "sip:a@h;ttl=1", "sip:a@h", false },
		{ "sip:a@h", "sip:a@h;maddr=1.2.3.4", false },
		{ "sip:a@h;user=phone", "sip:a@h", false },
		{ "sip:a@h;lr", "sip:a@h;lr=on", false },
		{ "tel:+1", "TEL:+1", true },
		{ "tel:+1", "tel:+2", false },
		{ "x:a", "y:a", false },
	};
	struct sip_uri a, b;

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		ck_assert(sip_uri_read(view_of(all[i].a), &a, NULL));
		ck_assert(sip_uri_read(view_of(all[i].b), &b, NULL));
		ck_assert_msg(sip_uri_equal(&a, &b) == all[i].equal, "%s %s", all[i].a,
		              all[i].b);
		ck_assert_msg(sip_uri_equal(&b, &a) == all[i].equal, "%s %s", all[i].b,
		              all[i].a);
		ck_assert(sip_uri_equal(&a, &a) && sip_uri_equal(&b, &b));
	}
}
END_TEST

/* For each part: any bytes, escaped, make a URI that reads, and come back. */
START_TEST(any_bytes_go_into_any_part_and_come_back)
{
	static const struct {
		const char *before, *after;
		enum sip_uri_part part;
	} places[] = {
		{ "sip:", "@h", SIP_PART_USER },
		{ "sip:a:", "@h", SIP_PART_PASSWORD },
		{ "sip:a@h;gr=", "", SIP_PART_PARAMETER },
		{ "sip:a@h;", "", SIP_PART_PARAMETER },
		{ "sip:a@h?x=", "", SIP_PART_HEADER },
	};
	struct buf text = { 0 }, back = { 0 };

	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
		for (int c = 0; c < 256; c++) {
			char raw[3] = { 'p', (char)c, 'q' };
			struct view v = { raw, 3 }, found = { NULL, 0 };

			buf_clear(&text);
			buf_clear(&back);
			buf_puts(&text, places[i].before);
			sip_escape(&text, v, places[i].part);
			buf_puts(&text, places[i].after);
			ck_assert_msg(sip_uri_read(buf_view(&text), &u, NULL), "%d %s", c,
			              buf_cstr(&text));
			switch (i) {
			case 0:
				found = u.user;
				break;
			case 1:
				found = u.password;
				break;
			case 2:
				ck_assert(sip_uri_parameter(&u, "gr", &found));
				break;
			case 3:
				found = u.parameters;
				break;
			case 4:
				found = view_from(u.headers, 2);
				break;
			}
			ck_assert(sip_unescape(&back, found));
			ck_assert(view_eq(buf_view(&back), v));
		}
	buf_free(&text);
	buf_free(&back);
}
END_TEST

START_TEST(a_broken_escape_is_told)
{
	struct buf out = { 0 };

	ck_assert(sip_unescape(&out, VIEW("a%2541%00")));
	ck_assert(view_eq(buf_view(&out), VIEW("a%41\0")));
	buf_clear(&out);
	ck_assert(!sip_unescape(&out, VIEW("ab%4")));
	ck_assert_str_eq(buf_cstr(&out), "ab");
	ck_assert(!sip_unescape(&out, VIEW("%")));
	ck_assert(!sip_unescape(&out, VIEW("%g0")));
	buf_free(&out);
}
END_TEST

START_TEST(hosts_are_told_by_kind)
{
	ck_assert_int_eq(sip_host_kind(VIEW("a.example")), SIP_HOST_NAME);
	ck_assert_int_eq(sip_host_kind(VIEW("xn--bcher-kva.example.")), SIP_HOST_NAME);
	ck_assert_int_eq(sip_host_kind(VIEW("127.0.0.1")), SIP_HOST_IPV4);
	ck_assert_int_eq(sip_host_kind(VIEW("[::ffff:192.0.2.2]")), SIP_HOST_IPV6);
	ck_assert_int_eq(sip_host_kind(VIEW("::1")), SIP_HOST_NONE);
	ck_assert_int_eq(sip_host_kind(VIEW("")), SIP_HOST_NONE);
	ck_assert_int_eq(sip_host_kind(VIEW(".")), SIP_HOST_NONE);
	ck_assert_int_eq(sip_host_kind(VIEW("[]")), SIP_HOST_NONE);
	ck_assert_int_eq(sip_host_kind(VIEW("1.2.3.0x4")), SIP_HOST_NONE);
}
END_TEST

UNIT("sip uri", parts_are_told_apart, what_is_no_uri_is_refused,
     the_number_of_parameters_is_bounded, parameters_are_found, equality_is_that_of_19_1_4,
     any_bytes_go_into_any_part_and_come_back, a_broken_escape_is_told, hosts_are_told_by_kind)
