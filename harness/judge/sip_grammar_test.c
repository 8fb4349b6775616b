#include "judge/sip_grammar.h"

#include <string.h>

#include "lib/rng.h"
#include "lib/unit.h"

/* @ in a row stands for CRLF. */
static char *wire(const char *text, char *out)
{
	char *to = out;

	for (; *text != '\0'; text++)
		if (*text == '@' && text[1] == '@') {
			*to++ = '\r';
			*to++ = '\n';
			text++;
		} else {
			*to++ = *text;
		}
	*to = '\0';
	return out;
}

#define VIA "Via: SIP/2.0/TCP gw.sipcorp.example:5060;branch=z9hG4bKb1@@"
#define WHO "From: <sip:xeno@jabbertown.example>;tag=a@@To: <sip:sally@sipcorp.example>@@"
#define REST                                                                                   \
	"Call-ID: c1@@CSeq: 1 MESSAGE@@Max-Forwards: 70@@Content-Type: "                       \
	"text/plain@@Content-Length: 2@@@@hi"

static bool right(const char *text, bool datagram, struct buf *why)
{
	char bytes[2000];

	buf_clear(why);
	return sip_is_right(view_of(wire(text, bytes)), datagram, why);
}

START_TEST(right_messages_pass)
{
	static const char *const good[] = {
		"MESSAGE sip:sally@sipcorp.example SIP/2.0@@" VIA WHO REST,
		"MESSAGE sip:o'hara;a=b@sipcorp.example;gr=x SIP/2.0@@" VIA WHO REST,
		"SIP/2.0 202 Accepted@@" VIA WHO
		"Call-ID: c1@@CSeq: 1 MESSAGE@@Content-Length: 0@@@@",
		"SIP/2.0 200 @@" VIA WHO "Call-ID: c1@@CSeq: 1 MESSAGE@@Content-Length: 0@@@@",
		"NOTIFY sip:s@sipcorp.example;gr=pc7 SIP/2.0@@" VIA WHO
		"Route: <sip:fe.sipcorp.example;transport=tcp;lr>@@Call-ID: c1@@CSeq: 2 "
		"NOTIFY@@Max-Forwards: 70@@"
		"Contact: <sip:xeno@gw.sipcorp.example;transport=tcp;gr=d1>@@Event: presence@@"
		"Subscription-State: pending;expires=3600@@Content-Length: 0@@@@",
	};
	struct buf why = { 0 };

	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		ck_assert_msg(right(good[i], false, &why), "%s: %s", good[i], buf_cstr(&why));
	buf_free(&why);
}
END_TEST

START_TEST(wrong_messages_are_found)
{
	static const struct {
		const char *text, *why;
	} row[] = {
		{ "MESSAGE sip:s@a.example SIP/3.0@@" VIA WHO REST, "where SIP/2.0" },
		{ " MESSAGE sip:s@a.example SIP/2.0@@" VIA WHO REST, "white space" },
		{ "MESSAGE sip:s@a.example SIP/2.0 @@" VIA WHO REST, "white space" },
		{ "MESSAGE  sip:s@a.example SIP/2.0@@" VIA WHO REST, "where SIP/2.0" },
		{ "MESSAGE sip:s@a.example?Route=x SIP/2.0@@" VIA WHO REST, "Request-URI" },
		{ "MESSAGE sip:s@a.example SIP/2.0@@" VIA
		  "From: sip:x@a.example?Route=%3Csip:b%3E;tag=a@@To: <sip:s@a>@@" REST,
		  "From" },
		{ "MESSAGE sip:s@a.example SIP/2.0@@" VIA WHO
		  "Call-ID: c1@@CSeq: 1 OPTIONS@@Max-Forwards: 70@@Content-Length: 0@@@@",
		  "CSeq" },
		{ "MESSAGE sip:s@a.example SIP/2.0@@" VIA WHO
		  "Call-ID: c1@@CSeq: 1 MESSAGE@@Content-Length: 0@@@@",
		  "Max-Forwards" },
		{ "MESSAGE sip:s@a.example SIP/2.0@@" VIA WHO
		  "Call-ID: c1@@Call-ID: c2@@CSeq: 1 MESSAGE@@Max-Forwards: "
		  "70@@Content-Length: 0@@@@",
		  "twice" },
		{ "MESSAGE sip:s@a.example SIP/2.0@@" VIA WHO
		  "Call-ID: c1@@CSeq: 1 MESSAGE@@Max-Forwards: 70@@Content-Length: 3@@@@hi",
		  "Content-Length" },
		{ "MESSAGE sip:s@a.example SIP/2.0@@" VIA WHO
		  "Call-ID: c1@@CSeq: 1 MESSAGE@@Max-Forwards: 70@@Content-Length: 2@@@@hi",
		  "Content-Type" },
		{ "MESSAGE sip:s@a.example SIP/2.0@@" VIA WHO
		  "Call-ID: c1@@CSeq: 1 MESSAGE@@Max-Forwards: 70@@Subject: a\nb: "
		  "c@@Content-Length: 0@@@@",
		  "CRLF" },
		{ "MESSAGE sip:s@a.example SIP/2.0@@Via: SIP/2.0/TCP "
		  "gw.a.example;branch=1@@" WHO REST,
		  "cookie" },
		{ "MESSAGE sip:s@a.example SIP/2.0@@" VIA
		  "From: <sip:x@a.example>;tag=a@@To: \"Mr X <sip:s@a.example>@@" REST,
		  "sofia" },
		{ "MESSAGE sip:s@a.example SIP/2.0@@" VIA WHO "Date: yesterday@@" REST,
		  "sofia" },
		{ "MESSAGE sip:s@a.example SIP/2.0@@" VIA WHO "Expires: soon@@" REST, "sofia" },
		{ "SIP/2.0 2000 x@@" VIA WHO
		  "Call-ID: c1@@CSeq: 1 MESSAGE@@Content-Length: 0@@@@",
		  "status line" },
		{ "SIP/2.0 200 OK@@" VIA WHO "CSeq: 1 MESSAGE@@Content-Length: 0@@@@",
		  "Call-ID" },
		{ "", "start line" },
	};
	struct buf why = { 0 };

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		ck_assert_msg(!right(row[i].text, false, &why), "%s", row[i].text);
		ck_assert_msg(strstr(buf_cstr(&why), row[i].why) != NULL, "%s: %s", row[i].text,
		              buf_cstr(&why));
	}
	buf_free(&why);
}
END_TEST

START_TEST(content_length_is_needed_on_streams)
{
	static const char text[] = "SIP/2.0 200 OK@@" VIA WHO
	                           "Call-ID: c1@@CSeq: 1 MESSAGE@@@@";
	struct buf why = { 0 };

	ck_assert_msg(right(text, true, &why), "%s", buf_cstr(&why));
	ck_assert(!right(text, false, &why));
	buf_free(&why);
}
END_TEST

#define ASKED(via, rest)                                                                       \
	"X y z@@" via "From: <f>;tag=1@@To: <t>@@Call-ID: c@@CSeq: 1 X@@" rest "@@"
#define TOLD(via, from, to, call, cseq)                                                        \
	"SIP/2.0 200 OK@@" via "f: " from "@@To: " to "@@i: " call "@@CSeq: " cseq "@@@@"
#define A "Via: SIP/2.0/TCP a;branch=1@@"

START_TEST(what_must_be_copied_is_compared)
{
	static const struct {
		const char *request, *response, *why; /* why NULL: right */
	} row[] = {
		{ ASKED("Via: SIP/2.0/TCP a;branch=1, SIP/2.0/TCP b;branch=2@@", ""),
		  TOLD("v: SIP/2.0/TCP a;branch=1;received=10.0.0.1@@v: SIP/2.0/TCP "
		       "b;branch=2@@",
		       "<f>;tag=1", "<t>;tag=2", "c", "1  X"),
		  NULL },
		{ ASKED("Via: SIP/2.0/TCP a;branch=1, SIP/2.0/TCP b;branch=2@@", ""),
		  TOLD(A, "<f>;tag=1", "<t>", "c", "1 X"), "Via" },
		{ ASKED(A, ""), TOLD(A A, "<f>;tag=1", "<t>", "c", "1 X"), "Via" },
		{ ASKED("Via: SIP/2.0/UDP a;rport;branch=1@@", ""),
		  TOLD("Via: SIP/2.0/UDP a;rport=5060;received=10.0.0.1;branch=1@@",
		       "<f>;tag=1", "<t>", "c", "1 X"),
		  NULL },
		{ ASKED(A, ""),
		  TOLD("Via: SIP/2.0/TCP a;branch=2@@", "<f>;tag=1", "<t>", "c", "1 X"),
		  "Via" },
		{ ASKED(A, ""), TOLD(A, "<f>;tag=2", "<t>", "c", "1 X"), "From" },
		{ ASKED(A, ""), TOLD(A, "<f>;tag=1", "<u>", "c", "1 X"), "To" },
		{ ASKED(A, ""), TOLD(A, "<f>;tag=1", "<t>", "d", "1 X"), "Call-ID" },
		{ ASKED(A, ""), TOLD(A, "<f>;tag=1", "<t>", "c", "2 X"), "CSeq" },
	};
	char a[500], b[500];
	struct buf why = { 0 };

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		buf_clear(&why);
		ck_assert_msg(sip_answers_rightly(view_of(wire(row[i].request, a)),
		                                  view_of(wire(row[i].response, b)),
		                                  &why) == (row[i].why == NULL),
		              "%zu: %s", i, buf_cstr(&why));
		if (row[i].why != NULL)
			ck_assert_ptr_nonnull(strstr(buf_cstr(&why), row[i].why));
	}
	buf_free(&why);
}
END_TEST

START_TEST(numbers_rise_in_a_dialog)
{
	static const struct {
		const char *earlier, *later;
		bool right;
	} row[] = {
		{ "N x y@@From: <f>;tag=1@@i: c@@CSeq: 1 N@@@@",
		  "N x y@@From: <f>;tag=1@@i: c@@CSeq: 2 N@@@@", true },
		{ "N x y@@From: <f>;tag=1@@i: c@@CSeq: 2 N@@@@",
		  "N x y@@From: <f>;tag=1@@i: c@@CSeq: 2 N@@@@", false },
		{ "N x y@@From: <f>;tag=1@@i: c@@CSeq: 2 N@@@@",
		  "N x y@@From: <f>;tag=2@@i: c@@CSeq: 1 N@@@@", true },
		{ "N x y@@From: <f>;tag=1@@i: c@@CSeq: 2 N@@@@",
		  "N x y@@From: <f>;tag=1@@i: d@@CSeq: 1 N@@@@", true },
		{ "INVITE x y@@From: <f>;tag=1@@i: c@@CSeq: 2 INVITE@@@@",
		  "ACK x y@@From: <f>;tag=1@@i: c@@CSeq: 2 ACK@@@@", true },
	};
	char a[300], b[300];
	struct buf why = { 0 };

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		ck_assert_msg(sip_follows_rightly(view_of(wire(row[i].earlier, a)),
		                                  view_of(wire(row[i].later, b)),
		                                  &why) == row[i].right,
		              "%zu", i);
	buf_free(&why);
}
END_TEST

/* What a system under test may send is anything. */
START_TEST(mutations_are_survived)
{
	static const char text[] =
	        "NOTIFY sip:s%40x@sipcorp.example;gr=pc7?a=b SIP/2.0@@" VIA
	        "Via: SIP/2.0/UDP [2001:db8::1]:5060;branch=z9hG4bK1;rport;received=10.0.0.1@@"
	        "From: \"X \\\" Y\" <sip:xeno@jabbertown.example>;tag=a@@To: "
	        "sip:s@sipcorp.example;tag=b@@"
	        "Call-ID: c1@y@@CSeq: 2 NOTIFY@@Max-Forwards: 70@@Route: <sip:a;lr>, "
	        "<sip:b;lr>@@"
	        "Contact: <sip:xeno@gw.sipcorp.example;transport=tcp>;q=0.5;expires=3@@Event: "
	        "presence;id=1@@"
	        "Subscription-State: active;expires=3600@@Date: Sat, 13 Nov 2010 23:29:00 GMT@@"
	        "Warning: 399 x \"y\"@@Content-Type: "
	        "text/plain;charset=\"UTF-8\"@@Content-Length: 2@@@@hi";
	char bytes[2000], mutant[2000];
	struct buf why = { 0 };
	struct rng r;
	size_t n, right = 0;

	rng_seed(&r, 3261);
	n = strlen(wire(text, bytes));
	for (int i = 0; i < 20000; i++) {
		size_t cut = rng_next_below(&r, 20) == 0 ? rng_next_below(&r, (uint32_t)n) : n;

		memcpy(mutant, bytes, n);
		for (uint32_t k = 1 + rng_next_below(&r, 3); k > 0; k--)
			mutant[rng_next_below(&r, (uint32_t)n)] =
			        "\r\n \t<>\"\\;,:@%?=/[]z0\0\x7f\xff"[rng_next_below(&r, 24)];
		buf_clear(&why);
		(void)sip_is_right_but_for_copies((struct view){ mutant, cut }, false, &why);
		buf_clear(&why);
		right += sip_is_right((struct view){ mutant, cut }, false, &why);
		ck_assert(sip_answers_rightly((struct view){ bytes, n },
		                              (struct view){ mutant, cut }, &why) ||
		          buf_len(&why) > 0);
	}
	ck_assert_uint_lt(right, 15000);
	buf_free(&why);
}
END_TEST

START_TEST(what_was_copied_is_excused)
{
	static const char *const good[] = {
		"SIP/2.0 400 Bad@@" VIA "From: sally@@To: <sip:x;y>@@Call-ID: @@CSeq: x@@"
		"Content-Length: 0@@@@",
		"SIP/2.0 400 Bad@@Content-Length: 0@@" VIA "From: sally@@@@",
		"SIP/2.0 400 Bad@@Content-Length: 0@@@@",
	};
	static const char *const bad[] = {
		"SIP/2.0 40 Bad@@" VIA "From: sally@@Content-Length: 0@@@@",
		"SIP/2.0 400 Bad@@" VIA "From: sally@@Content-Length: 1@@@@",
		"SIP/2.0 400 Bad@@" VIA "Contact: <sip:@@From: sally@@Content-Length: 0@@@@",
		"SIP/2.0 400 Bad@@" VIA "From: sally\n@@Content-Length: 0\n\n",
		"SIP/2.0 400 Bad@@", "SIP/2.0 400 Bad", "",
	};
	struct buf why = { 0 };
	char bytes[2000];

	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
		ck_assert_msg(sip_is_right_but_for_copies(view_of(wire(good[i], bytes)), false, &why),
		              "%s: %s", good[i], buf_cstr(&why));
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ck_assert_msg(!sip_is_right_but_for_copies(view_of(wire(bad[i], bytes)), false, &why),
		              "%s", bad[i]);
	buf_free(&why);
}
END_TEST

UNIT("sip_grammar", what_was_copied_is_excused, right_messages_pass, wrong_messages_are_found,
     content_length_is_needed_on_streams, what_must_be_copied_is_compared,
     numbers_rise_in_a_dialog, mutations_are_survived)
