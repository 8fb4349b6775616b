/* The writer: what it says, and that no byte from outside can say more. */
#include "sip/writer.h"

#include <stdio.h>
#include <string.h>

#include "lib/text.h"
#include "lib/unit.h"
#include "sip/chars.h"

static struct buf out;

static const char *said(void)
{
	return buf_cstr(&out);
}

START_TEST(a_request_in_full)
{
	static const struct view tokens[] = { VIEW_INIT("MESSAGE"), VIEW_INIT("OPTIONS") };

	sip_write_request(&out, VIEW("MESSAGE"), VIEW("sip:sally@sipcorp.example"));
	sip_write_via(&out, "TCP", VIEW("gw.example:5060"), VIEW("z9hG4bK1"), true);
	sip_write_number(&out, SIP_MAX_FORWARDS, 70);
	sip_write_address(&out, SIP_FROM, VIEW("X \"Y\""), VIEW("sip:a,b;c@d"), VIEW("t1"));
	sip_write_address(&out, SIP_TO, VIEW(""), VIEW("sip:sally@sipcorp.example"), VIEW(""));
	sip_write_call_id(&out, VIEW("a@b"));
	sip_write_cseq(&out, 1, VIEW("MESSAGE"));
	sip_write_text(&out, SIP_SUBJECT, VIEW(" f\xc3\xbcr\r\n dich "));
	sip_write_tokens(&out, SIP_ALLOW, tokens, 2);
	sip_write_tokens(&out, SIP_SUPPORTED, tokens, 0);
	sip_write_event(&out, VIEW("presence"), VIEW("4"));
	sip_write_subscription_state(&out, SIP_SUBSTATE_ACTIVE, 60, VIEW(""), -1);
	sip_write_subscription_state(&out, SIP_SUBSTATE_TERMINATED, -1, VIEW("probation"), 5);
	sip_write_date(&out, 1289690940);
	sip_write_warning(&out, 380, VIEW("gw.example"), VIEW("SIPS not allowed"));
	sip_write_body(&out, VIEW("text/plain;charset=UTF-8"), VIEW("h\r\n\r\ni"));
	ck_assert_str_eq(said(),
	                 "MESSAGE sip:sally@sipcorp.example SIP/2.0\r\n"
	                 "Via: SIP/2.0/TCP gw.example:5060;branch=z9hG4bK1;rport\r\n"
	                 "Max-Forwards: 70\r\n"
	                 "From: \"X \\\"Y\\\"\" <sip:a,b;c@d>;tag=t1\r\n"
	                 "To: <sip:sally@sipcorp.example>\r\n"
	                 "Call-ID: a@b\r\n"
	                 "CSeq: 1 MESSAGE\r\n"
	                 "Subject: f\xc3\xbcr dich\r\n"
	                 "Allow: MESSAGE, OPTIONS\r\n"
	                 "Event: presence;id=4\r\n"
	                 "Subscription-State: active;expires=60\r\n"
	                 "Subscription-State: terminated;reason=probation;retry-after=5\r\n"
	                 "Date: Sat, 13 Nov 2010 23:29:00 GMT\r\n"
	                 "Warning: 380 gw.example \"SIPS not allowed\"\r\n"
	                 "Content-Type: text/plain;charset=UTF-8\r\n"
	                 "Content-Length: 6\r\n\r\nh\r\n\r\ni");
	buf_free(&out);
}
END_TEST

START_TEST(statuses_have_their_words)
{
	sip_write_status(&out, 481, VIEW(""));
	sip_write_status(&out, 481, VIEW("Subscription Does\r\nNot Exist"));
	sip_write_status(&out, 299, VIEW(""));
	sip_write_end(&out);
	ck_assert_str_eq(said(), "SIP/2.0 481 Call/Transaction Does Not Exist\r\n"
	                         "SIP/2.0 481 Subscription Does Not Exist\r\n"
	                         "SIP/2.0 299 \r\n"
	                         "Content-Length: 0\r\n\r\n");
	buf_free(&out);
}
END_TEST

/* --- answers ----------------------------------------------------------------------------- */

static struct region *region;
static struct sip_message m;
static struct sip_refusal refusal;

#define REQUEST(via, to)                                                                       \
	"OPTIONS sip:c@d SIP/2.0\r\n" via "From:  <sip:a@b>;tag=1 ;x\r\nTo: " to               \
	"\r\nRecord-Route: <sip:p;lr>\r\nCall-ID: x\r\nTimestamp: 54\r\nCSeq: 7  "             \
	"OPTIONS\r\n\r\n"

static const char *answer(const char *request, struct sip_response r)
{
	if (region == NULL)
		region = region_new();
	region_reset(region);
	sip_message_read(view_of(request), region, &sip_limits_default, &m, &refusal);
	buf_clear(&out);
	sip_write_response_to(&out, &m, &r);
	return said();
}

START_TEST(answers_copy_byte_for_byte)
{
	ck_assert_str_eq(
	        answer(REQUEST("Via:SIP/2.0/UDP  a ;branch=1,SIP/2.0/UDP b\r\nv: SIP/2.0/UDP "
	                       "c\r\n",
	                       "sip:c@d"),
	               (struct sip_response){ .status = 200, .to_tag = VIEW("t") }),
	        "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP  a ;branch=1,SIP/2.0/UDP b\r\n"
	        "Via: SIP/2.0/UDP c\r\nFrom: <sip:a@b>;tag=1 ;x\r\nTo: sip:c@d;tag=t\r\n"
	        "Call-ID: x\r\nCSeq: 7  OPTIONS\r\n");
	ck_assert_str_eq(
	        answer(REQUEST("Via: SIP/2.0/UDP a\r\n", "<sip:c@d>;tag=old"),
	               (struct sip_response){ .status = 100,
	                                      .reason = VIEW("Busy\r\nX: y"),
	                                      .to_tag = VIEW("t"),
	                                      .record_route = true }),
	        "SIP/2.0 100 Busy X: y\r\nVia: SIP/2.0/UDP a\r\nRecord-Route: <sip:p;lr>\r\n"
	        "From: <sip:a@b>;tag=1 ;x\r\nTo: <sip:c@d>;tag=old\r\nCall-ID: x\r\n"
	        "CSeq: 7  OPTIONS\r\nTimestamp: 54\r\n");
	buf_free(&out);
}
END_TEST

static const char *top_via(const char *via, const char *received, unsigned rport)
{
	static char line[256];
	char request[512];
	const char *end;

	snprintf(request, sizeof request, REQUEST("Via: %s\r\n", "<sip:c@d>"), via);
	answer(request, (struct sip_response){
	                        .status = 200, .received = view_of(received), .rport = rport });
	end = strstr(said() + 21, "\r\n");
	snprintf(line, sizeof line, "%.*s", (int)(end - said() - 21), said() + 21);
	return line;
}

START_TEST(the_top_via_tells_what_was_seen)
{
	static const struct {
		const char *via, *received;
		unsigned rport;
		const char *line;
	} all[] = {
		{ "SIP/2.0/UDP a;branch=1", NULL, 0, "SIP/2.0/UDP a;branch=1" },
		{ "SIP/2.0/UDP a;rport;branch=1", "192.0.2.1", 9,
		  "SIP/2.0/UDP a;rport=9;branch=1;received=192.0.2.1" },
		{ "SIP/2.0/UDP a;rport;branch=1", NULL, 0, "SIP/2.0/UDP a;rport;branch=1" },
		{ "SIP/2.0/UDP a;branch=1", NULL, 9, "SIP/2.0/UDP a;branch=1" },
		{ "SIP/2.0/UDP a;received=6.6.6.6;rport=1, SIP/2.0/UDP b;rport", "2001:db8::1",
		  9, "SIP/2.0/UDP a;received=2001:db8::1;rport=9, SIP/2.0/UDP b;rport" },
		{ "SIP/2.0/UDP a ; received = 6.6.6.6", NULL, 0,
		  "SIP/2.0/UDP a ; received = 6.6.6.6" },
		{ "SIP/2.0/UDP a", "192.0.2.1", 0, "SIP/2.0/UDP a;received=192.0.2.1" },
		{ "SIP/2.0/UDP a;;", "192.0.2.1", 9, "SIP/2.0/UDP a;;;received=192.0.2.1" },
	};

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		ck_assert_str_eq(top_via(all[i].via, all[i].received, all[i].rport),
		                 all[i].line);
	buf_free(&out);
}
END_TEST

START_TEST(a_bad_request_can_be_answered)
{
	ck_assert_str_eq(
	        answer("FOO sip:c@d SIP/2.0\r\nVia: \r\nVia: SIP/2.0/UDP a\r\n"
	               "To: \"x\r\n\r\n",
	               (struct sip_response){ .status = 400,
	                                      .to_tag = VIEW("t"),
	                                      .received = VIEW("1.2.3.4") }),
	        "SIP/2.0 400 Bad Request\r\nVia: \r\nVia: SIP/2.0/UDP a;received=1.2.3.4\r\n"
	        "To: \"x\r\n");
	ck_assert_str_eq(answer("FOO sip:c@d SIP/2.0\r\nX: y\r\n\r\n",
	                        (struct sip_response){ .status = 400, .to_tag = VIEW("t") }),
	                 "SIP/2.0 400 Bad Request\r\n");
	buf_free(&out);
}
END_TEST

/* --- injection: all 256 bytes at each kind of place ---------------------------------------- */

enum place {
	METHOD,
	REQUEST_URI,
	REASON,
	VIA_HOST,
	BRANCH,
	DISPLAY,
	URI,
	TAG,
	CALL_ID,
	CSEQ_METHOD,
	SUBJECT,
	TOKENS,
	PACKAGE,
	EVENT_ID,
	STATE_REASON,
	WARN_HOST,
	WARN_TEXT,
	MEDIA,
	VALUE,
	BODY,
	PLACES
};

static struct view at(enum place here, enum place wanted, struct view v, const char *usual)
{
	return here == wanted ? v : view_of(usual);
}

/* A message with `v` at one place and good values at all others. */
static void write_with(enum place p, struct view v)
{
	struct view token = at(TOKENS, p, v, "100rel");

	buf_clear(&out);
	if (p == REASON)
		sip_write_status(&out, 200, v);
	else
		sip_write_request(&out, at(METHOD, p, v, "MESSAGE"),
		                  at(REQUEST_URI, p, v, "sip:c@d"));
	sip_write_via(&out, "UDP", at(VIA_HOST, p, v, "h.example"),
	              at(BRANCH, p, v, "z9hG4bK1"), false);
	sip_write_address(&out, SIP_FROM, at(DISPLAY, p, v, "D"), at(URI, p, v, "sip:a@b"),
	                  at(TAG, p, v, "1"));
	sip_write_address(&out, SIP_TO, VIEW(""), VIEW("sip:c@d"), VIEW(""));
	sip_write_call_id(&out, at(CALL_ID, p, v, "x@y"));
	sip_write_cseq(&out, 1, at(p == METHOD ? METHOD : CSEQ_METHOD, p, v, "MESSAGE"));
	sip_write_text(&out, SIP_SUBJECT, at(SUBJECT, p, v, "S"));
	sip_write_tokens(&out, SIP_REQUIRE, &token, 1);
	sip_write_event(&out, at(PACKAGE, p, v, "presence"), at(EVENT_ID, p, v, "i"));
	sip_write_subscription_state(&out, SIP_SUBSTATE_PENDING, 1, at(STATE_REASON, p, v, "r"),
	                             -1);
	sip_write_warning(&out, 399, at(WARN_HOST, p, v, "h"), at(WARN_TEXT, p, v, "w"));
	sip_write_value(&out, SIP_USER_AGENT, at(VALUE, p, v, "u"));
	sip_write_body(&out, at(MEDIA, p, v, "text/plain"), at(BODY, p, v, "b"));
}

static const enum sip_header order[] = {
	SIP_VIA,
	SIP_FROM,
	SIP_TO,
	SIP_CALL_ID,
	SIP_CSEQ,
	SIP_SUBJECT,
	SIP_REQUIRE,
	SIP_EVENT,
	SIP_SUBSCRIPTION_STATE,
	SIP_WARNING,
	SIP_USER_AGENT,
	SIP_CONTENT_TYPE,
	SIP_CONTENT_LENGTH,
};

enum { FIELDS = sizeof order / sizeof order[0] };

/* A line of the head without its CRLF; false: it has no proper end, or holds a
 * byte that no head holds.  Values that are copied from SIP may hold controls in
 * quoted pairs, so for these only the lines count. */
static bool line_of(struct view *rest, bool copied, struct view *line)
{
	if (!view_cut(*rest, '\n', line, rest) || line->n == 0 || line->p[line->n - 1] != '\r')
		return false;
	line->n--;
	for (size_t k = 0; k < line->n; k++) {
		unsigned char c = (unsigned char)line->p[k];

		if (c == '\r' || (!copied && (c < 0x20 || c == 0x7f)))
			return false;
	}
	return copied || text_utf8_valid(*line);
}

/* The head has the lines that were meant and no other. */
static bool head_is_whole(enum place p)
{
	struct view rest = buf_view(&out), line, name, value;

	if (!line_of(&rest, false, &line))
		return false;
	for (size_t i = 0; i < FIELDS; i++)
		if (!line_of(&rest, p == VALUE || p == MEDIA, &line) ||
		    !view_cut(line, ':', &name, &value) ||
		    !view_is(name, sip_header_name(order[i])))
			return false;
	return line_of(&rest, false, &line) && line.n == 0;
}

static void check_head(enum place p, const char *what)
{
	ck_assert_msg(head_is_whole(p), "%s: %s", what, said());
}

/* And the reader takes it (where the place is not one whose content it must
 * judge by more than its bytes: a URI of any bytes is no URI). */
static void check_reads(enum place p, const char *what)
{
	bool judged = p == URI || p == REQUEST_URI || p == VIA_HOST || p == MEDIA ||
	              p == CSEQ_METHOD || p == METHOD;
	struct sip_values v;
	struct view item;
	size_t n = 0;

	if (region == NULL)
		region = region_new();
	region_reset(region);
	if (judged)
		return;
	ck_assert_msg(sip_message_read(buf_view(&out), region, &sip_limits_default, &m,
	                               &refusal) == SIP_READ_OK,
	              "%s: %s: %s", what, refusal.words, said());
	ck_assert_uint_eq(m.n_field, FIELDS);
	for (v = sip_message_values(&m, SIP_REQUIRE); sip_values_next(&v, &item); n++)
		ck_assert(sip_is_token(item));
	ck_assert_uint_eq(n, 1);
	ck_assert(view_is(m.from.uri.text, "sip:a@b"));
	ck_assert(view_is(m.from.parameters, p == TAG ? "" : "tag=1") || p == TAG);
}

START_TEST(no_byte_says_more_than_its_place)
{
	char text[32], what[64];

	for (enum place p = 0; p < PLACES; p++)
		for (int c = 0; c < 256; c++) {
			const char raw[] = { 'a', (char)c, 'b' };
			const char pair[] = { (char)c, (char)c };
			const struct view all[] = { { raw, 3 },
				                    { raw, 2 },
				                    { raw + 1, 2 },
				                    { raw + 1, 1 },
				                    { pair, 2 } };

			for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
				snprintf(what, sizeof what, "place %d byte %02x form %zu",
				         (int)p, c, i);
				write_with(p, all[i]);
				check_head(p, what);
				check_reads(p, what);
			}
			snprintf(text, sizeof text, "a%c\r\nX: y\r\n\r\nz", c);
			write_with(p, (struct view){ text, 14 });
			check_head(p, "injection");
			check_reads(p, "injection");
		}
	for (enum place p = 0; p < PLACES; p++) {
		write_with(p, VIEW(""));
		check_head(p, "nothing");
		write_with(p, (struct view){ NULL, 0 });
		check_head(p, "null");
	}
	buf_free(&out);
}
END_TEST

/* Whatever goes into a URI, it stays within < and >, and its escapes are whole. */
START_TEST(no_byte_ends_a_uri)
{
	for (int c = 0; c < 256; c++) {
		const char raw[] = { 's', 'i', 'p', ':', (char)c, 'b' };

		buf_clear(&out);
		sip_put_uri(&out, (struct view){ raw, 6 });
		for (size_t i = 0; i < buf_len(&out); i++)
			ck_assert_msg(sip_char_is(said()[i], SIP_C_URI) ||
			                      (said()[i] == '%' &&
			                       sip_char_is(said()[i + 1], SIP_C_HEX) &&
			                       sip_char_is(said()[i + 2], SIP_C_HEX)),
			              "%02x: %s", c, said());
	}
	buf_clear(&out);
	sip_put_uri(&out, VIEW("sip:a%40b%4@c%"));
	ck_assert_str_eq(said(), "sip:a%40b%254@c%25");
	buf_free(&out);
}
END_TEST

/* What a quoted string holds comes back as it was, controls and bad UTF-8 aside. */
START_TEST(quoted_text_comes_back)
{
	struct view rest, quoted;
	struct buf back = { 0 };
	struct sip_address a;

	for (int c = 0; c < 256; c++) {
		const char raw[] = { '"', (char)c, '\\' };

		buf_clear(&out);
		buf_clear(&back);
		sip_put_quoted(&out, (struct view){ raw, 3 });
		buf_puts(&out, "<sip:a@b>");
		ck_assert(sip_address_read(buf_view(&out), &a, NULL));
		sip_unquote(&back, a.display);
		quoted = buf_view(&back);
		ck_assert(quoted.p[0] == '"' && quoted.p[quoted.n - 1] == '\\');
		rest = (struct view){ quoted.p + 1, quoted.n - 2 };
		if (c >= 0x20 && c < 0x7f)
			ck_assert(rest.n == 1 && rest.p[0] == (char)c);
		else if (c >= 0x80)
			ck_assert(view_is(rest, "\xef\xbf\xbd"));
		else if (c == '\t' || c == '\r' || c == '\n')
			ck_assert(view_is(rest, " "));
		else
			ck_assert_uint_eq(rest.n, 0);
	}
	buf_free(&back);
	buf_free(&out);
}
END_TEST

START_TEST(text_is_trimmed_and_repaired)
{
	static const struct {
		struct view in;
		const char *out;
	} all[] = {
		{ VIEW_INIT("  a \t\r\n b\x01\x02"
		            "c  "),
		  "a b c" },
		{ VIEW_INIT("\xc3"), "\xef\xbf\xbd" },
		{ VIEW_INIT("a\xc3(\xe6\x97\xa5"), "a\xef\xbf\xbd(\xe6\x97\xa5" },
		{ VIEW_INIT("\xed\xa0\x80"), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
		{ VIEW_INIT("\0"), "" },
		{ VIEW_INIT("\xf0\x9f\x98\x80\x7f!"), "\xf0\x9f\x98\x80 !" },
	};

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		buf_clear(&out);
		sip_put_text(&out, all[i].in);
		ck_assert_str_eq(said(), all[i].out);
	}
	buf_free(&out);
}
END_TEST

UNIT("sip writer", a_request_in_full, statuses_have_their_words, answers_copy_byte_for_byte,
     the_top_via_tells_what_was_seen, a_bad_request_can_be_answered,
     no_byte_says_more_than_its_place, no_byte_ends_a_uri, quoted_text_comes_back,
     text_is_trimmed_and_repaired)
