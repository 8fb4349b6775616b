#include "gateway/message_map.h"

#include <string.h>

#include "gateway/address.h"
#include "gateway/stamp.h"
#include "gateway/stanza_for_tests.h"
#include "lib/unit_region.h"
#include "sip/message.h"
#include "xml/writer.h"

static const struct im_style rfc = { .resource = true };
static const struct im_style lync = { .drop_headlines = true };

/* --- XMPP to SIP ---------------------------------------------------------------------- */

static struct im_out out;

static enum cause cause_of(const char *xml, const struct im_style *style)
{
	const struct element *e = stanza_of(xml, region);
	struct jid from, to;

	ck_assert(jid_read(element_attr(e, "from"), region, &from, NULL));
	ck_assert(jid_read(element_attr(e, "to"), region, &to, NULL));
	return message_to_im(e, &from, &to, style, region, &out);
}

static enum im_kind crosses(const char *xml, const struct im_style *style)
{
	ck_assert_msg(cause_of(xml, style) == CAUSE_NONE, "%s", xml);
	return out.kind;
}

#define M(attributes, inside) "<message from='xeno@jabbertown.example/phone' " \
	"to='sally@sipcorp.example' id='m41' " attributes ">" inside "</message>"

TEST(a_message_out)
	ck_assert_int_eq(crosses(M("type='chat' xml:lang='en'",
	                           "<subject>Lunch</subject><thread>7c9e6679-7425-40de-944b</thread>"
	                           "<body>Shall we say 12:30?</body>"), &rfc), IM_TEXT);
	ck_assert(view_is(out.from_uri, "sip:xeno@jabbertown.example;gr=phone"));
	ck_assert(view_is(out.to_uri, "sip:sally@sipcorp.example"));
	ck_assert(view_is(out.call_id, "7c9e6679-7425-40de-944b"));
	ck_assert(view_is(out.thread, "7c9e6679-7425-40de-944b"));
	ck_assert(view_is(out.subject, "Lunch"));
	ck_assert(view_is(out.language, "en"));
	ck_assert(view_is(out.content_type, "text/plain;charset=UTF-8"));
	ck_assert(view_is(out.body, "Shall we say 12:30?"));
	ck_assert(view_is(out.id, "m41"));
	ck_assert(out.date == STAMP_NONE && out.state == CHAT_NONE);
END

/* R7572-4-4, -4-5 */
TEST(addresses)
	crosses("<message from='o\\27hara@b\xc3\xbc""cher.example/r' to='sally@sipcorp.example/pc7'>"
	        "<body>x</body></message>", &rfc);
	ck_assert(view_is(out.from_uri, "sip:o'hara@xn--bcher-kva.example;gr=r"));
	ck_assert(view_is(out.to_uri, "sip:sally@sipcorp.example;gr=pc7"));
	ck_assert_uint_eq(out.id.n, 0);
	crosses(M("", "<body>x</body>"), &lync);
	ck_assert(view_is(out.from_uri, "sip:xeno@jabbertown.example"));
END

TEST(addresses_that_do_not_cross)
	static const char *const texts[] = {
		"<message from='k\\5cz@b.example' to='a@c.example'><body>x</body></message>",
		"<message from='a@b.example' to='k\\5cz@c.example'><body>x</body></message>",
	};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		ck_assert_msg(cause_of(texts[i], &rfc) == CAUSE_JID_MALFORMED, "%s", texts[i]);
END

static void body_is(const char *inside, const char *body, const char *language)
{
	struct view xml = region_printf(region, M("xml:lang='fr'", "%s"), inside);

	crosses(region_cstr(region, xml), &rfc);
	ck_assert_msg(view_is(out.body, body), "%s: %.*s", inside, VIEW_ARG(out.body));
	ck_assert_msg(view_is(out.language, language), "%s: %.*s", inside, VIEW_ARG(out.language));
}

/* Without a language, in that of the stanza, the first; R7572-8-1. */
TEST(bodies)
	body_is("<body xml:lang='en'>e</body><body>f</body>", "f", "fr");
	body_is("<body xml:lang='en'>e</body><body xml:lang='FR'>f</body>", "f", "FR");
	body_is("<body xml:lang='en'>e</body><body xml:lang='cs'>c</body>", "e", "en");
	body_is("<body xml:lang='x_y'>e</body>", "e", "");
	body_is("<body xmlns='urn:x'>no</body><body>yes</body>", "yes", "fr");
	body_is("<body>a\nb\n</body>", "a\r\nb\r\n", "fr");
	body_is("<body>5 &lt; 6</body><html xmlns='http://jabber.org/protocol/xhtml-im'>"
	        "<body xmlns='http://www.w3.org/1999/xhtml'><b>x</b></body></html>", "5 < 6", "fr");
	crosses(M("", "<body>x</body>"), &rfc);
	ck_assert_uint_eq(out.language.n, 0);
END

/* R7572-4-8, -4-9, LYNC-SCOPE-4 */
TEST(kinds)
	ck_assert_int_eq(crosses(M("", "<body>x</body>"), &rfc), IM_TEXT);
	ck_assert_int_eq(crosses(M("type='normal'", "<body>x</body>"), &rfc), IM_TEXT);
	ck_assert_int_eq(crosses(M("type='new'", "<body>x</body>"), &rfc), IM_TEXT);
	ck_assert_int_eq(crosses(M("type='headline'", "<body>x</body>"), &rfc), IM_TEXT);
	ck_assert_int_eq(crosses(M("type='headline'", "<body>x</body>"), &lync), IM_NOTHING);
	ck_assert_int_eq(crosses(M("type='groupchat'", "<body>x</body>"), &rfc), IM_REFUSED);
	ck_assert_str_eq(error_local(out.refusal).condition, "feature-not-implemented");
	ck_assert_int_eq(crosses(M("type='error'", "<body>x</body>"), &rfc), IM_ERROR);
	ck_assert_int_eq(crosses(M("", ""), &rfc), IM_NOTHING);
	ck_assert_int_eq(crosses(M("", "<body/>"), &rfc), IM_NOTHING);
	ck_assert_int_eq(crosses(M("", "<subject>x</subject>"), &rfc), IM_NOTHING);
	ck_assert_int_eq(crosses(M("", "<received xmlns='urn:xmpp:receipts' id='x'/>"), &rfc),
	                 IM_NOTHING);
	ck_assert_int_eq(crosses(M("type='chat'",
	                           "<active xmlns='http://jabber.org/protocol/chatstates'/>"), &rfc),
	                 IM_STATE);
END

TEST(states)
	static const struct {
		const char *name;
		enum chat_state state;
	} rows[] = {
		{ "active", CHAT_ACTIVE },     { "composing", CHAT_COMPOSING },
		{ "paused", CHAT_PAUSED },     { "inactive", CHAT_INACTIVE },
		{ "gone", CHAT_GONE },         { "dreaming", CHAT_NONE },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct view xml = region_printf(region, M("", "<%s xmlns="
		        "'http://jabber.org/protocol/chatstates'/>%s"), rows[i].name,
		        i % 2 == 0 ? "" : "<body>x</body>");

		crosses(region_cstr(region, xml), &rfc);
		ck_assert_int_eq(out.state, rows[i].state);
	}
	ck_assert_int_eq(chat_state_for_typing(true), CHAT_COMPOSING);
	ck_assert_int_eq(chat_state_for_typing(false), CHAT_ACTIVE);
END

/* R7572-4-2 */
TEST(subjects)
	struct buf b = { 0 };

	crosses(M("", "<subject>Hi&#13;&#10;X-Fake: yes&#10;&#10;</subject><body>x</body>"), &rfc);
	ck_assert(view_is(out.subject, "Hi X-Fake: yes"));
	crosses(M("", "<subject xml:lang='de'>d</subject><subject>s</subject><body>x</body>"), &rfc);
	ck_assert(view_is(out.subject, "s"));
	buf_puts(&b, "<message from='a@b.example' to='c@d.example'><subject>");
	for (int i = 0; i < IM_SUBJECT_MAX; i++)
		buf_puts(&b, "\xc3\xa9");
	buf_puts(&b, "</subject><body>x</body></message>");
	crosses(buf_cstr(&b), &rfc);
	ck_assert_uint_eq(out.subject.n, IM_SUBJECT_MAX);
	buf_free(&b);
END

/* R7572-4-3 */
TEST(threads)
	static const struct {
		const char *thread;
		bool call_id;
	} rows[] = {
		{ "e0ffe42b28561960c6b12b944a092794b9683a38", true }, { "a@b", true },
		{ "abc-1@fe", true }, { "", false }, { "a b", false }, { "a@b@c", false },
		{ "@", false }, { "a@", false }, { "\xc3\xbc", false }, { "a,b", false },
		{ "a;b", false }, { "a\nX: y", false },
	};
	struct buf b = { 0 };

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct view xml = region_printf(region, M("", "<thread>%s</thread><body>x</body>"),
		                                rows[i].thread);

		crosses(region_cstr(region, xml), &rfc);
		ck_assert_msg(view_is(out.thread, rows[i].thread), "%s", rows[i].thread);
		ck_assert_msg(view_is(out.call_id, rows[i].call_id ? rows[i].thread : ""), "%s",
		              rows[i].thread);
	}
	while (buf_len(&b) < IM_CALL_ID_MAX)
		buf_putc(&b, 'x');
	ck_assert(thread_is_call_id(buf_view(&b)));
	buf_putc(&b, 'x');
	ck_assert(!thread_is_call_id(buf_view(&b)));
	ck_assert(!thread_is_call_id(VIEW("a\0")));
	buf_free(&b);
END

TEST(dates)
	crosses(M("", "<body>x</body><delay xmlns='urn:xmpp:delay' stamp='2026-03-02T09:15:27Z'/>"),
	        &rfc);
	ck_assert(out.date == INT64_C(1772442927000));
	crosses(M("", "<body>x</body><delay xmlns='urn:xmpp:delay' stamp='now'/>"), &rfc);
	ck_assert(out.date == STAMP_NONE);
END

/* --- SIP to XMPP ---------------------------------------------------------------------------- */

static struct im_in in;
static struct im_refusal why;

static bool comes(const char *uri, const char *from, const char *fields, struct view body)
{
	static struct sip_message m;
	struct sip_refusal refusal;
	struct buf b = { 0 };
	struct view text;

	buf_printf(&b, "MESSAGE %s SIP/2.0\r\nVia: SIP/2.0/TCP fe.example;branch=z9hG4bK1\r\n"
	           "Max-Forwards: 70\r\nFrom: %s;tag=1\r\nTo: <sip:xeno@jabbertown.example>\r\n"
	           "Call-ID: 5a37a65d-reply@192.0.2.17\r\nCSeq: 4 MESSAGE\r\n%s"
	           "Content-Length: %zu\r\n\r\n", uri, from, fields, body.n);
	buf_putv(&b, body);
	text = region_copy(region, buf_view(&b));
	buf_free(&b);
	ck_assert_msg(sip_message_read(text, region, &sip_limits_default, &m, &refusal) ==
	              SIP_READ_OK, "%s", refusal.words);
	if (!im_from_request(&m, &rfc, region, &in, &why))
		return false;
	ck_assert_int_eq(sip_to_jid(&m.from.uri, region, &in.from), CAUSE_NONE);
	ck_assert_int_eq(sip_to_jid(&m.uri, region, &in.to), CAUSE_NONE);
	return true;
}

#define XENO "sip:xeno@jabbertown.example"
#define SALLY "\"Sally\" <sip:sally@sipcorp.example;gr=pc7>"
#define PLAIN "Content-Type: text/plain;charset=UTF-8\r\n"

static const char *xml_of(const struct element *e)
{
	const struct xml_scope scope = { .default_ns = VIEW_INIT(NS_SERVER) };
	struct buf b = { 0 };
	const char *text;

	xml_write(&b, e, &scope);
	text = region_cstr(region, buf_view(&b));
	ck_assert_uint_eq(stanza_wire_size(e), buf_len(&b));
	ck_assert_uint_le(buf_len(&b), stanza_wire_size_at_most(e));
	buf_free(&b);
	return text;
}

TEST(a_message_in)
	ck_assert(comes(XENO, SALLY, "Content-Language: cs\r\n" PLAIN,
	                VIEW("Ano, p\xc5\xafl jedn\xc3\xa9.")));
	ck_assert_str_eq(xml_of(im_to_message(&in, false, false, VIEW("gwG6"), region)),
	                 "<message from='sally@sipcorp.example/pc7' to='xeno@jabbertown.example' "
	                 "id='gwG6' xml:lang='cs'><thread>5a37a65d-reply@192.0.2.17</thread>"
	                 "<body>Ano, p\xc5\xafl jedn\xc3\xa9.</body></message>");
END

/* R7572-5-3, -5-4, -5-5 */
TEST(fields)
	ck_assert(comes(XENO ";gr=phone", "<sip:sally@sipcorp.example>",
	                "Subject: Hi\r\nContent-Language: de, en\r\n" PLAIN, VIEW("5 < 6 ]]>")));
	ck_assert_str_eq(xml_of(im_to_message(&in, true, false, VIEW("1"), region)),
	                 "<message from='sally@sipcorp.example' to='xeno@jabbertown.example/phone' "
	                 "id='1' type='chat' xml:lang='de'><subject>Hi</subject>"
	                 "<thread>5a37a65d-reply@192.0.2.17</thread>"
	                 "<body>5 &lt; 6 ]]&gt;</body></message>");
	ck_assert(comes(XENO, SALLY, "Content-Language: d_e\r\n" PLAIN, VIEW("x")));
	ck_assert_uint_eq(in.language.n, 0);
	/* A part has a language of its own. */
	ck_assert(comes(XENO, SALLY, "Content-Language: de\r\nContent-Type: multipart/mixed;"
	                "boundary=b\r\n", VIEW("--b\r\nContent-Language: fr\r\n\r\nx\r\n--b--")));
	ck_assert(view_is(in.language, "fr"));
	/* No type: text/plain. */
	ck_assert(comes(XENO, SALLY, "", VIEW("x")));
	ck_assert(view_is(in.body.text, "x"));
END

TEST(typing)
	ck_assert(comes(XENO, SALLY, "Content-Type: application/im-iscomposing+xml\r\n",
	                VIEW("<isComposing xmlns='urn:ietf:params:xml:ns:im-iscomposing'>"
	                     "<state>idle</state></isComposing>")));
	ck_assert_str_eq(xml_of(im_to_message(&in, false, false, VIEW("gwJ5"), region)),
	                 "<message from='sally@sipcorp.example/pc7' to='xeno@jabbertown.example' "
	                 "id='gwJ5' type='chat'><thread>5a37a65d-reply@192.0.2.17</thread>"
	                 "<active xmlns='http://jabber.org/protocol/chatstates'/></message>");
	ck_assert(comes(XENO, SALLY, "Content-Type: application/im-iscomposing+xml\r\n",
	                VIEW("<isComposing xmlns='urn:ietf:params:xml:ns:im-iscomposing'>"
	                     "<state>active</state></isComposing>")));
	ck_assert_ptr_nonnull(strstr(xml_of(im_to_message(&in, false, false, VIEW("1"), region)),
	                             "<composing "));
END

TEST(times)
	ck_assert(comes(XENO, SALLY, "Date: Mon, 02 Mar 2026 09:15:27 GMT\r\n" PLAIN, VIEW("x")));
	ck_assert(in.date == INT64_C(1772442927000));
	ck_assert_ptr_nonnull(strstr(xml_of(im_to_message(&in, false, true, VIEW("1"), region)),
	                             "<delay xmlns='urn:xmpp:delay' from='sipcorp.example' "
	                             "stamp='2026-03-02T09:15:27Z'/>"));
	ck_assert(comes(XENO, SALLY, "Date: yesterday\r\n" PLAIN, VIEW("x")));
	ck_assert(in.date == STAMP_NONE);
	ck_assert_ptr_null(strstr(xml_of(im_to_message(&in, false, true, VIEW("1"), region)),
	                          "delay"));
END

static void refuses(bool ok, int status, enum cause cause, bool accept)
{
	ck_assert(!ok);
	ck_assert_int_eq(why.status, status);
	ck_assert_int_eq(why.cause, cause);
	ck_assert(why.accept == accept);
	ck_assert(why.words != NULL && *why.words != '\0');
}

TEST(refusals)
	refuses(comes(XENO, SALLY, "Content-Type: image/png\r\n", VIEW("x")), 415, CAUSE_NONE,
	        true);
	refuses(comes(XENO, SALLY, "Content-Type: application/im-iscomposing+xml\r\n", VIEW("x")),
	        400, CAUSE_NONE, false);
END

TEST(sips_in_to)
	static const char text[] =
		"MESSAGE sip:xeno@jabbertown.example SIP/2.0\r\n"
		"Via: SIP/2.0/TCP fe.example;branch=z9hG4bK1\r\nMax-Forwards: 70\r\n"
		"From: <sip:sally@sipcorp.example>;tag=1\r\nTo: <sips:xeno@jabbertown.example>\r\n"
		"Call-ID: 1\r\nCSeq: 4 MESSAGE\r\nContent-Length: 0\r\n\r\n";
	struct sip_message m;
	struct sip_refusal refusal;

	ck_assert_int_eq(sip_message_read((struct view){ text, sizeof text - 1 }, region,
	                                  &sip_limits_default, &m, &refusal), SIP_READ_OK);
	refuses(im_from_request(&m, &rfc, region, &in, &why), 480, CAUSE_SIP_SECURE, false);
END

TEST(sizes)
	struct im_style style = { .stanza_max = 5 };
	static const char text[] =
		"MESSAGE sip:xeno@jabbertown.example SIP/2.0\r\n"
		"Via: SIP/2.0/TCP fe.example;branch=z9hG4bK1\r\nMax-Forwards: 70\r\n"
		"From: <sip:sally@sipcorp.example>;tag=1\r\nTo: <sip:xeno@jabbertown.example>\r\n"
		"Call-ID: 1\r\nCSeq: 4 MESSAGE\r\nContent-Length: 6\r\n\r\nabcdef";
	struct sip_message m;
	struct sip_refusal refusal;
	struct buf b = { 0 };

	ck_assert_int_eq(sip_message_read((struct view){ text, sizeof text - 1 }, region,
	                                  &sip_limits_default, &m, &refusal), SIP_READ_OK);
	refuses(im_from_request(&m, &style, region, &in, &why), 413, CAUSE_NONE, false);
	style.stanza_max = 6;
	ck_assert(im_from_request(&m, &style, region, &in, &why));
	while (buf_len(&b) < IM_STANZA_MAX)
		buf_putc(&b, 'x');
	ck_assert(comes(XENO, SALLY, PLAIN, buf_view(&b)));
	ck_assert(size_rule_refuses(stanza_wire_size(im_to_message(&in, false, false, VIEW("1"),
	                                                           region)), IM_STANZA_MAX));
	buf_putc(&b, 'x');
	refuses(comes(XENO, SALLY, PLAIN, buf_view(&b)), 413, CAUSE_NONE, false);
	buf_free(&b);
	ck_assert(!size_rule_refuses(IM_REQUEST_MAX, IM_REQUEST_MAX));
	ck_assert(size_rule_refuses(IM_REQUEST_MAX + 1, IM_REQUEST_MAX));
END

TEST(dates_to_come)
	ck_assert(!date_is_told(STAMP_NONE, 5000));
	ck_assert(date_is_told(4999, 5000));
	ck_assert(date_is_told(5000, 5000));
	ck_assert(!date_is_told(5001, 5000));
END

UNIT("message", a_message_out, addresses, addresses_that_do_not_cross, bodies, kinds, states,
     subjects, threads, dates, dates_to_come, a_message_in, fields, typing, times, refusals, sips_in_to, sizes)
