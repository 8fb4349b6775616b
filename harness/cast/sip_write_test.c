#include "cast/sip_write.h"

#include <string.h>

#include "lib/unit.h"

static const struct sip_hop hop = { "TCP",      "fe.a.example", 5060,
	                            "z9hG4bK1", "z9hG4bK2",     "10.0.1.3" };

static void completes(const char *text, const char *want)
{
	struct buf b = { 0 };

	sip_complete(view_of(text), &hop, &b);
	ck_assert_str_eq(buf_cstr(&b), want);
	buf_free(&b);
}

START_TEST(what_is_missing_is_added)
{
	completes("MESSAGE sip:x SIP/2.0\r\nTo: <sip:x>\r\n\r\nhi",
	          "MESSAGE sip:x SIP/2.0\r\n"
	          "Via: SIP/2.0/TCP fe.a.example:5060;branch=z9hG4bK1\r\n"
	          "Via: SIP/2.0/TCP 10.0.1.3;branch=z9hG4bK2\r\n"
	          "Max-Forwards: 69\r\nTo: <sip:x>\r\nCSeq: 1 MESSAGE\r\n"
	          "Content-Length: 2\r\n\r\nhi");
	completes("SIP/2.0 200 OK\r\nTo: <sip:x>\r\n\r\n",
	          "SIP/2.0 200 OK\r\nTo: <sip:x>\r\nContent-Length: 0\r\n\r\n");
}
END_TEST

START_TEST(what_is_there_stays)
{
	static const char whole[] =
	        "OPTIONS sip:x SIP/2.0\r\nv: SIP/2.0/UDP y\r\nMax-Forwards: 0\r\n"
	        "CSeq: 7 OPTIONS\r\nl: 9\r\n\r\nhi";

	completes(whole, whole);
	completes("no message", "no message");
	completes("X y SIP/2.0\r\nA: b\r\n", "X y SIP/2.0\r\nA: b\r\n");
}
END_TEST

static void answers(const char *request, unsigned status, const char *fields, const char *want)
{
	struct sip_text t;
	struct buf b = { 0 };

	sip_text_read(view_of(request), &t);
	sip_answer(&t, status, NULL, "tt", "<sip:c>", view_of(fields), &b);
	ck_assert_str_eq(buf_cstr(&b), want);
	sip_text_free(&t);
	buf_free(&b);
}

START_TEST(an_answer_copies)
{
	answers("MESSAGE x SIP/2.0\r\nv: A;branch=1, B;branch=2\r\nVia: C\r\nf: <x>;tag=1\r\n"
	        "To:  <y>\r\ni: c\r\nCSeq: 4 MESSAGE\r\nRecord-Route: <r>\r\n\r\n",
	        404, "",
	        "SIP/2.0 404 Not Found\r\nVia: A;branch=1, B;branch=2\r\nVia: C\r\n"
	        "From: <x>;tag=1\r\nTo: <y>;tag=tt\r\nCall-ID: c\r\nCSeq: 4 MESSAGE\r\n"
	        "Content-Length: 0\r\n\r\n");
	answers("SUBSCRIBE x SIP/2.0\r\nVia: A\r\nFrom: <x>;tag=1\r\nTo: <y>\r\nCall-ID: c\r\n"
	        "CSeq: 4 SUBSCRIBE\r\nExpires: 60\r\nRecord-Route: <r>\r\n\r\n",
	        200, "",
	        "SIP/2.0 200 OK\r\nVia: A\r\nRecord-Route: <r>\r\nFrom: <x>;tag=1\r\n"
	        "To: <y>;tag=tt\r\nCall-ID: c\r\nCSeq: 4 SUBSCRIBE\r\nContact: <sip:c>\r\n"
	        "Expires: 60\r\nContent-Length: 0\r\n\r\n");
}
END_TEST

START_TEST(fields_of_the_script_come_first)
{
	answers("SUBSCRIBE x SIP/2.0\r\nVia: A\r\nFrom: <x>;tag=1\r\nTo: <y>;tag=2\r\n"
	        "Call-ID: c\r\nCSeq: 4 SUBSCRIBE\r\n\r\n",
	        200, "Expires: 1\r\nm: <sip:d>\r\n\r\nbody",
	        "SIP/2.0 200 OK\r\nVia: A\r\nFrom: <x>;tag=1\r\nTo: <y>;tag=2\r\nCall-ID: c\r\n"
	        "CSeq: 4 SUBSCRIBE\r\nExpires: 1\r\nm: <sip:d>\r\nContent-Length: "
	        "4\r\n\r\nbody");
}
END_TEST

START_TEST(final_responses_are_acknowledged)
{
	static const char invite[] =
	        "INVITE sip:x SIP/2.0\r\nVia: SIP/2.0/TCP a;branch=1, B\r\n"
	        "From: <x>;tag=1\r\nTo: <y>\r\nCall-ID: c\r\n"
	        "CSeq: 3 INVITE\r\n\r\n";
	struct sip_text i, r;
	struct buf b = { 0 };

	sip_text_read(view_of(invite), &i);
	sip_text_read(VIEW("SIP/2.0 486 x\r\nTo: <y>;tag=9\r\n\r\n"), &r);
	sip_ack(&i, &r, "z9hG4bKn", &b);
	ck_assert_str_eq(
	        buf_cstr(&b),
	        "ACK sip:x SIP/2.0\r\nVia: SIP/2.0/TCP a;branch=1\r\n"
	        "Max-Forwards: 70\r\nFrom: <x>;tag=1\r\nTo: <y>;tag=9\r\nCall-ID: c\r\n"
	        "CSeq: 3 ACK\r\nContent-Length: 0\r\n\r\n");
	sip_text_free(&r);
	buf_clear(&b);
	sip_text_read(VIEW("SIP/2.0 200 x\r\nTo: <y>;tag=9\r\nm: <sip:there>\r\n\r\n"), &r);
	sip_ack(&i, &r, "z9hG4bKn", &b);
	ck_assert(view_starts(buf_view(&b), VIEW("ACK sip:there SIP/2.0\r\n"
	                                         "Via: SIP/2.0/TCP a;branch=z9hG4bKn\r\n")));
	sip_text_free(&r);
	sip_text_free(&i);
	buf_free(&b);
}
END_TEST

START_TEST(documents_are_escaped)
{
	struct buf b = { 0 };

	sip_document("a@b", "r", "away", "5 < 6 & 7", &b);
	ck_assert(view_find(buf_view(&b), VIEW("<basic>open</basic><show")) < buf_len(&b));
	ck_assert(view_find(buf_view(&b), VIEW("<note>5 &lt; 6 &amp; 7</note>")) < buf_len(&b));
	buf_clear(&b);
	sip_document("a@b", "r", "offline", NULL, &b);
	ck_assert(view_find(buf_view(&b), VIEW("<basic>closed</basic></status></tuple>")) <
	          buf_len(&b));
	buf_free(&b);
}
END_TEST

UNIT("sip_write", what_is_missing_is_added, what_is_there_stays, an_answer_copies,
     fields_of_the_script_come_first, final_responses_are_acknowledged, documents_are_escaped)
