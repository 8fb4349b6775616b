#include "sip/dialog.h"

#include <string.h>

#include "lib/unit.h"

static struct region *r;

static void read_(const char *text, struct sip_message *m)
{
	struct sip_refusal why;
	struct buf b = { 0 };

	if (r == NULL)
		r = region_new();
	for (; *text != '\0'; text++) {
		if (*text == '\n')
			buf_putc(&b, '\r');
		buf_putc(&b, *text);
	}
	ck_assert_msg(sip_message_read(region_copy(r, buf_view(&b)), r, &sip_limits_default, m,
	                               &why) == SIP_READ_OK,
	              "%s", why.words);
	buf_free(&b);
}

#define SUBSCRIBE(routes, contact, cseq)                                                       \
	"SUBSCRIBE sip:xeno@jabbertown.example SIP/2.0\n"                                      \
	"Via: SIP/2.0/TCP fe.example;branch=z9hG4bK1\n"                                        \
	"Max-Forwards: 69\n" routes "From: \"Sally\" <sip:sally@sipcorp.example>;tag=s1a7\n"   \
	"To: <sip:xeno@jabbertown.example>\n"                                                  \
	"Call-ID: c1\n"                                                                        \
	"CSeq: " cseq " SUBSCRIBE\n" contact "Content-Length: 0\n\n"
#define CONTACT "Contact: <sip:sally@192.0.2.1;gr=pc7>\n"

static const char *next(struct dialog *d)
{
	static struct buf b;

	buf_clear(&b);
	dialog_write_request(d, VIEW("NOTIFY"), &b);
	return buf_cstr(&b);
}

START_TEST(a_notify_has_the_ends_turned_round)
{
	struct sip_message m;
	struct dialog *d;

	read_(SUBSCRIBE("Record-Route: <sip:a.example;lr>\n"
	                "Record-Route: <sip:b.example;lr>, <sip:c.example;lr>\n",
	                CONTACT, "7"),
	      &m);
	d = dialog_of_request(&m, VIEW("g5"));
	ck_assert_ptr_nonnull(d);
	ck_assert_str_eq(next(d),
	                 "NOTIFY sip:sally@192.0.2.1;gr=pc7 SIP/2.0\r\n"
	                 "Max-Forwards: 70\r\n"
	                 "Route: <sip:a.example;lr>, <sip:b.example;lr>, <sip:c.example;lr>\r\n"
	                 "From: <sip:xeno@jabbertown.example>;tag=g5\r\n"
	                 "To: <sip:sally@sipcorp.example>;tag=s1a7\r\n"
	                 "Call-ID: c1\r\n"
	                 "CSeq: 1 NOTIFY\r\n");
	ck_assert_ptr_nonnull(strstr(next(d), "CSeq: 2 NOTIFY\r\n"));
	ck_assert(view_is(dialog_hop(d), "sip:a.example;lr"));
	dialog_free(&d);
	ck_assert_ptr_null(d);
	region_free(&r);
}
END_TEST

START_TEST(a_strict_router_gets_the_request_uri)
{
	struct sip_message m;
	struct dialog *d;

	read_(SUBSCRIBE("Record-Route: <sip:strict.example>, <sip:b.example;lr>\n", CONTACT,
	                "1"),
	      &m);
	d = dialog_of_request(&m, VIEW("g5"));
	ck_assert_ptr_nonnull(strstr(next(d), "NOTIFY sip:strict.example SIP/2.0\r\n"
	                                      "Max-Forwards: 70\r\n"
	                                      "Route: <sip:b.example;lr>\r\n"
	                                      "Route: <sip:sally@192.0.2.1;gr=pc7>\r\n"));
	dialog_free(&d);
	region_free(&r);
}
END_TEST

START_TEST(a_response_has_its_routes_turned_round)
{
	static const char text[] =
	        "SIP/2.0 200 OK\n"
	        "Via: SIP/2.0/TCP gw.example;branch=z9hG4bK2\n"
	        "Record-Route: <sip:a.example;lr>, <sip:b.example;lr>\n"
	        "From: <sip:xeno@jabbertown.example>;tag=g7\n"
	        "To: <sip:sally@sipcorp.example>;tag=fe9\n"
	        "Call-ID: c2\nCSeq: 41 SUBSCRIBE\n"
	        "Contact: <sip:sally@192.0.2.9>\nExpires: 60\nContent-Length: 0\n\n";
	struct sip_message m;
	struct dialog *d;

	read_(text, &m);
	d = dialog_of_response(&m);
	ck_assert_ptr_nonnull(d);
	ck_assert_str_eq(next(d), "NOTIFY sip:sally@192.0.2.9 SIP/2.0\r\n"
	                          "Max-Forwards: 70\r\n"
	                          "Route: <sip:b.example;lr>, <sip:a.example;lr>\r\n"
	                          "From: <sip:xeno@jabbertown.example>;tag=g7\r\n"
	                          "To: <sip:sally@sipcorp.example>;tag=fe9\r\n"
	                          "Call-ID: c2\r\n"
	                          "CSeq: 42 NOTIFY\r\n");
	dialog_free(&d);
	region_free(&r);
}
END_TEST

START_TEST(a_dialog_is_found_by_the_requests_in_it)
{
	static const char in_dialog[] =
	        "SUBSCRIBE sip:gw.example SIP/2.0\n"
	        "Via: SIP/2.0/TCP fe.example;branch=z9hG4bK3\nMax-Forwards: 70\n"
	        "From: <sip:sally@sipcorp.example>;tag=s1a7\n"
	        "To: <sip:xeno@jabbertown.example>;tag=g5\n"
	        "Call-ID: c1\nCSeq: 8 SUBSCRIBE\n"
	        "Contact: <sip:sally@192.0.2.77>\nContent-Length: 0\n\n";
	struct buf ours = { 0 }, theirs = { 0 };
	struct sip_message m, n;
	struct dialog *d;

	read_(SUBSCRIBE("", CONTACT, "7"), &m);
	d = dialog_of_request(&m, VIEW("g5"));
	read_(in_dialog, &n);
	dialog_key(d, &ours);
	dialog_key_of(&n, &theirs);
	ck_assert(view_eq(buf_view(&ours), buf_view(&theirs)));
	/* In order, with a new target; then late ones. */
	ck_assert(dialog_takes(&d, &n));
	ck_assert_ptr_nonnull(strstr(next(d), "NOTIFY sip:sally@192.0.2.77 "));
	ck_assert(!dialog_takes(&d, &n));
	ck_assert(!dialog_takes(&d, &m));
	ck_assert(dialog_hop(d).n == 0);
	ck_assert_uint_lt(dialog_size(d), 250);
	buf_free(&ours);
	buf_free(&theirs);
	dialog_free(&d);
	region_free(&r);
}
END_TEST

START_TEST(what_makes_no_dialog)
{
	struct sip_message m;
	struct buf b = { 0 };

	read_(SUBSCRIBE("", "", "1"), &m);
	ck_assert_ptr_null(dialog_of_request(&m, VIEW("g")));
	read_(SUBSCRIBE("", "Contact: <mailto:a@b.example>\n", "1"), &m);
	ck_assert_ptr_null(dialog_of_request(&m, VIEW("g")));
	read_(SUBSCRIBE("", "Contact: <sip:sally@192.0.2.1?Subject=x>\n", "1"), &m);
	ck_assert_ptr_null(dialog_of_request(&m, VIEW("g")));
	read_(SUBSCRIBE("", "Contact: <sips:sally@192.0.2.1>\n", "1"), &m);
	ck_assert_ptr_null(dialog_of_request(&m, VIEW("g")));
	read_(SUBSCRIBE("Record-Route: <sips:a.example;lr>\n", CONTACT, "1"), &m);
	ck_assert_ptr_null(dialog_of_request(&m, VIEW("g")));
	/* Attack: a route set that would fill every dialog. */
	buf_puts(&b, "SUBSCRIBE sip:x@y.example SIP/2.0\n"
	             "Via: SIP/2.0/TCP fe.example;branch=z9hG4bK1\nMax-Forwards: 69\n");
	for (int i = 0; i < 60; i++)
		buf_printf(&b, "Record-Route: <sip:%d.a-rather-long-name.example;lr>\n", i);
	buf_puts(&b, "From: <sip:s@y.example>;tag=1\nTo: <sip:x@y.example>\nCall-ID: c\n"
	             "CSeq: 1 SUBSCRIBE\n" CONTACT "Content-Length: 0\n\n");
	read_(buf_cstr(&b), &m);
	ck_assert_ptr_null(dialog_of_request(&m, VIEW("g")));
	buf_free(&b);
	region_free(&r);
}
END_TEST

START_TEST(order)
{
	ck_assert(dialog_in_order(false, 0, 1));
	ck_assert(dialog_in_order(true, 1, 2));
	ck_assert(dialog_in_order(true, 1, 1000)); /* gaps are allowed */
	ck_assert(!dialog_in_order(true, 2, 2));
	ck_assert(!dialog_in_order(true, 3, 2));
}
END_TEST

/* RFC 6665 4.4.1: the NOTIFY was faster than the 2xx to our SUBSCRIBE, whose CSeq
 * was 1; and the 2xx may be another fork's. */
START_TEST(a_notify_that_overtakes)
{
	static const char answer[] = "SIP/2.0 200 OK\n"
	                             "Via: SIP/2.0/TCP gw.example;branch=z9hG4bK1\n"
	                             "From: <sip:xeno@jabbertown.example>;tag=g5\n"
	                             "To: <sip:sally@sipcorp.example>;tag=%s\n"
	                             "Call-ID: c1\n"
	                             "CSeq: 1 SUBSCRIBE\n"
	                             "Contact: <sip:sally@192.0.2.9>\n"
	                             "Content-Length: 0\n\n";
	struct sip_message m;
	struct dialog *d;
	struct buf b = { 0 };

	read_(SUBSCRIBE("", CONTACT, "7"), &m);
	d = dialog_of_request(&m, VIEW("g5"));
	dialog_has_sent(d, 1);
	buf_printf(&b, answer, "fork");
	read_(buf_cstr(&b), &m);
	dialog_refreshed(&d, &m);
	ck_assert_ptr_nonnull(strstr(next(d), "NOTIFY sip:sally@192.0.2.1;gr=pc7 SIP"));
	ck_assert_ptr_nonnull(strstr(next(d), "CSeq: 3 NOTIFY\r\n"));
	buf_clear(&b);
	buf_printf(&b, answer, "s1a7");
	read_(buf_cstr(&b), &m);
	dialog_refreshed(&d, &m);
	ck_assert_ptr_nonnull(strstr(next(d), "NOTIFY sip:sally@192.0.2.9 SIP"));
	dialog_free(&d);
	buf_free(&b);
	region_free(&r);
}
END_TEST

UNIT("dialog", a_notify_has_the_ends_turned_round, a_strict_router_gets_the_request_uri,
     a_response_has_its_routes_turned_round, a_dialog_is_found_by_the_requests_in_it,
     what_makes_no_dialog, order, a_notify_that_overtakes)
