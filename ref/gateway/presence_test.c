#include "gateway/presence_map.h"

#include <string.h>

#include "gateway/message_map.h"
#include "gateway/stanza_for_tests.h"
#include "lib/unit_region.h"
#include "xml/writer.h"

static const struct presence_style rfc = { .notes = true };
static const struct presence_style lync = { .lync = true, .notes = true };

static struct jid jid(const char *text)
{
	struct jid j;

	ck_assert(jid_read(view_of(text), region, &j, NULL));
	return j;
}

static struct presence p;

static bool reads(const char *xml)
{
	struct element *e = stanza_of(xml, region);
	struct jid from;

	ck_assert(jid_read(element_attr(e, "from"), region, &from, NULL));
	return presence_read(e, &from, region, &p);
}

#define FROM "from='xeno@jabbertown.example/phone' to='sally@sipcorp.example'"

static void note_is(const struct pidf_note *n, const char *lang, const char *text)
{
	ck_assert_ptr_nonnull(n);
	ck_assert_msg(view_is(n->lang, lang) && view_is(n->text, text), "%.*s: %.*s",
	              VIEW_ARG(n->lang), VIEW_ARG(n->text));
}

/* --- reading stanzas --------------------------------------------------------------- */

TEST(available)
	ck_assert(reads("<presence " FROM " xml:lang='en'><show>away</show>"
	                "<status>in the tram</status><status xml:lang='cs'>v tramvaji</status>"
	                "<priority>5</priority>"
	                "<delay xmlns='urn:xmpp:delay' stamp='2026-03-02T09:15:27Z'/>"
	                "<idle xmlns='urn:xmpp:idle:1' since='2026-03-02T09:00:00Z'/>"
	                "<c xmlns='http://jabber.org/protocol/caps' hash='x'/></presence>"));
	ck_assert(view_is(p.resource, "phone"));
	ck_assert(p.available);
	ck_assert_int_eq(p.show, SHOW_AWAY);
	ck_assert_int_eq(p.priority, 5);
	note_is(p.status, "en", "in the tram");
	note_is(p.status->next, "cs", "v tramvaji");
	ck_assert(p.stamp == INT64_C(1772442927000));
	ck_assert(p.idle_since == INT64_C(1772442000000));
	ck_assert(reads("<presence " FROM "/>"));
	ck_assert(p.available && p.show == SHOW_NONE && p.priority == PRIORITY_NONE);
	ck_assert(p.status == NULL && p.stamp == STAMP_NONE && p.idle_since == STAMP_NONE);
END

TEST(unavailable)
	ck_assert(reads("<presence " FROM " type='unavailable'><status>bye</status>"
	                "<show>dnd</show><priority>5</priority></presence>"));
	ck_assert(!p.available);
	ck_assert_int_eq(p.show, SHOW_NONE);
	ck_assert_int_eq(p.priority, PRIORITY_NONE);
	note_is(p.status, "", "bye");
END

/* R8048-6.2-9 */
TEST(what_is_no_state)
	static const char *const types[] = { "probe", "error", "subscribe", "subscribed",
		                             "unsubscribe", "unsubscribed", "available", "" };

	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
		struct view xml = region_printf(region, "<presence " FROM " type='%s'/>", types[i]);

		ck_assert_msg(!reads(region_cstr(region, xml)), "%s", types[i]);
	}
END

TEST(odd_children)
	static const struct {
		const char *text;
		int priority;
	} rows[] = {
		{ "0", 0 }, { "127", 127 }, { "-128", -128 }, { " -5\n", -5 }, { "+7", 7 },
		{ "128", PRIORITY_NONE }, { "-129", PRIORITY_NONE }, { "x", PRIORITY_NONE },
		{ "", PRIORITY_NONE }, { "-", PRIORITY_NONE }, { "--1", PRIORITY_NONE },
		{ "1.5", PRIORITY_NONE }, { "99999999999999999999", PRIORITY_NONE },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct view xml = region_printf(region, "<presence " FROM "><priority>%s</priority>"
		                                "</presence>", rows[i].text);

		ck_assert(reads(region_cstr(region, xml)));
		ck_assert_msg(p.priority == rows[i].priority, "%s: %d", rows[i].text, p.priority);
	}
	ck_assert(reads("<presence " FROM "><show>busy</show><show xmlns='urn:x'>dnd</show>"
	                "<status xmlns='urn:x'>x</status><status/><status xml:lang='../'>y</status>"
	                "<status>z</status></presence>"));
	ck_assert_int_eq(p.show, SHOW_NONE);
	note_is(p.status, "", "y");
	ck_assert_ptr_null(p.status->next);
END

/* --- priorities: R8048-6.2-7 --------------------------------------------------------- */

TEST(priorities)
	int before = -1;

	for (int i = 0; i <= 127; i++) {
		int m = priority_to_contact(i);

		ck_assert_int_gt(m, before);
		ck_assert_int_eq(contact_to_priority(m), i);
		before = m;
	}
	ck_assert_int_eq(priority_to_contact(0), 0);
	ck_assert_int_eq(priority_to_contact(127), 1000);
	ck_assert_int_eq(priority_to_contact(5), 39);
	ck_assert_int_eq(priority_to_contact(50), 393);
	for (int i = -128; i < 0; i++)
		ck_assert_int_eq(priority_to_contact(i), -1);
	ck_assert_int_eq(priority_to_contact(PRIORITY_NONE), -1);
	ck_assert_int_eq(priority_to_contact(128), -1);
	before = 0;
	for (int m = 0; m <= 1000; m++) {
		int i = contact_to_priority(m);

		ck_assert(i >= before && i <= 127);
		ck_assert((i == 127) == (m == 1000));
		before = i;
	}
	ck_assert_int_eq(contact_to_priority(7), 1);
	ck_assert_int_eq(contact_to_priority(500), 64);
	ck_assert_int_eq(contact_to_priority(-1), PRIORITY_NONE);
	ck_assert_int_eq(contact_to_priority(1001), PRIORITY_NONE);
END

TEST(words_of_show)
	static const char *const words[] = { "chat", "away", "xa", "dnd" };
	enum show s;

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		ck_assert(show_read(view_of(words[i]), &s));
		ck_assert_str_eq(show_word(s), words[i]);
	}
	ck_assert_ptr_null(show_word(SHOW_NONE));
	ck_assert(!show_read(VIEW("busy"), &s) && !show_read(VIEW("Away"), &s) &&
	          !show_read(VIEW(""), &s) && !show_read(VIEW("away\0"), &s));
	/* R4480-3.2-1: permanent-absence is never produced, one activity at most. */
	ck_assert_ptr_null(show_to_activity(SHOW_NONE));
	ck_assert_ptr_null(show_to_activity(SHOW_CHAT));
	ck_assert_str_eq(show_to_activity(SHOW_AWAY), "away");
	ck_assert_str_eq(show_to_activity(SHOW_XA), "away");
	ck_assert_str_eq(show_to_activity(SHOW_DND), "busy");
END

/* --- documents -------------------------------------------------------------------------- */

static const char *document(const struct presence *all, const int64_t *arrived, size_t n,
                            const struct presence_style *style)
{
	struct jid who = jid("xeno@jabbertown.example/ignored");
	struct buf b = { 0 };
	const char *out;

	presence_document(all, arrived, n, &who, style, region, &b);
	out = region_cstr(region, buf_view(&b));
	buf_free(&b);
	ck_assert_ptr_nonnull(strstr(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n"));
	return strchr(out, '\n') + 1;
}

TEST(one_resource)
	struct presence_style style = { .timestamp = true };
	int64_t at = INT64_C(1772442927000);

	ck_assert(reads("<presence " FROM " xml:lang='en'><show>away</show><status>in the tram"
	                "</status><priority>5</priority></presence>"));
	ck_assert_str_eq(document(&p, &at, 1, &style),
	                 "<presence xmlns='urn:ietf:params:xml:ns:pidf' "
	                 "entity='pres:xeno@jabbertown.example'>"
	                 "<tuple id='ID-phone'><status><basic>open</basic>"
	                 "<show xmlns='jabber:client'>away</show></status>"
	                 "<contact priority='0.039'>im:xeno@jabbertown.example</contact>"
	                 "<note xml:lang='en'>in the tram</note>"
	                 "<timestamp>2026-03-02T09:15:27Z</timestamp></tuple>"
	                 "<person xmlns='urn:ietf:params:xml:ns:pidf:data-model' id='p1'>"
	                 "<activities xmlns='urn:ietf:params:xml:ns:pidf:rpid'><away/></activities>"
	                 "</person></presence>");
	ck_assert(view_is(presence_language(&p, 1), "en"));
END

/* Words go first, then who is least there; the order stays. */
TEST(no_larger_than_it_may_be)
	struct presence all[3];
	struct presence_style style = { .max = 0 };
	const char *full, *one_note, *no_notes, *two;

	ck_assert(reads("<presence from='xeno@jabbertown.example/a'><show>away</show></presence>"));
	all[0] = p;
	ck_assert(reads("<presence " FROM "><status xml:lang='en'>tram</status>"
	                "<status xml:lang='de'>Bahn</status></presence>"));
	all[1] = p;
	ck_assert(reads("<presence from='xeno@jabbertown.example/z'><show>chat</show></presence>"));
	all[2] = p;
	full = document(all, NULL, 3, &style);
	ck_assert_ptr_nonnull(strstr(full, "Bahn"));
	style.max = strlen(full) + sizeof "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n" - 1;
	ck_assert_str_eq(document(all, NULL, 3, &style), full);
	style.max--;
	one_note = document(all, NULL, 3, &style);
	ck_assert_ptr_nonnull(strstr(one_note, "tram"));
	ck_assert_ptr_null(strstr(one_note, "Bahn"));
	style.max -= strlen(full) - strlen(one_note);
	no_notes = document(all, NULL, 3, &style);
	ck_assert_ptr_null(strstr(no_notes, "tram"));
	ck_assert_ptr_nonnull(strstr(no_notes, "ID-a"));
	style.max -= strlen(one_note) - strlen(no_notes);
	two = document(all, NULL, 3, &style);
	ck_assert_ptr_null(strstr(two, "ID-a"));
	ck_assert_ptr_nonnull(strstr(strstr(two, "ID-phone"), "ID-z"));
	style.max = 1;
	ck_assert_ptr_null(strstr(document(all, NULL, 3, &style), "ID-phone"));
	ck_assert_ptr_nonnull(strstr(document(all, NULL, 3, &style), "ID-z"));
END

/* R8048-6.2-2, R8048-6.2-11 */
TEST(two_resources)
	struct presence all[2];

	ck_assert(reads("<presence from='xeno@jabbertown.example/desk'><priority>50</priority>"
	                "</presence>"));
	all[0] = p;
	ck_assert(reads("<presence " FROM " xml:lang='en'><show>away</show><status>in the tram"
	                "</status><priority>5</priority></presence>"));
	all[1] = p;
	ck_assert_str_eq(document(all, NULL, 2, &rfc),
	                 "<presence xmlns='urn:ietf:params:xml:ns:pidf' "
	                 "entity='pres:xeno@jabbertown.example'>"
	                 "<tuple id='ID-desk'><status><basic>open</basic></status>"
	                 "<contact priority='0.393'>im:xeno@jabbertown.example</contact></tuple>"
	                 "<tuple id='ID-phone'><status><basic>open</basic>"
	                 "<show xmlns='jabber:client'>away</show></status>"
	                 "<contact priority='0.039'>im:xeno@jabbertown.example</contact>"
	                 "<note xml:lang='en'>in the tram</note></tuple></presence>");
END

/* R8048-6.2-6: no negative number anywhere. */
TEST(closed_and_negative)
	ck_assert(reads("<presence " FROM " type='unavailable'><status xml:lang='en'>bye</status>"
	                "</presence>"));
	ck_assert_str_eq(document(&p, NULL, 1, &rfc),
	                 "<presence xmlns='urn:ietf:params:xml:ns:pidf' "
	                 "entity='pres:xeno@jabbertown.example'>"
	                 "<tuple id='ID-phone'><status><basic>closed</basic></status>"
	                 "<contact>im:xeno@jabbertown.example</contact>"
	                 "<note xml:lang='en'>bye</note></tuple></presence>");
	ck_assert(reads("<presence " FROM "><priority>-5</priority></presence>"));
	ck_assert_str_eq(document(&p, NULL, 1, &rfc),
	                 "<presence xmlns='urn:ietf:params:xml:ns:pidf' "
	                 "entity='pres:xeno@jabbertown.example'>"
	                 "<tuple id='ID-phone'><status><basic>open</basic></status>"
	                 "<contact>im:xeno@jabbertown.example</contact></tuple></presence>");
	/* The stamp of a delay is the time of the state. */
	ck_assert(reads("<presence " FROM "><delay xmlns='urn:xmpp:delay' "
	                "stamp='1970-01-01T00:00:01Z'/></presence>"));
	ck_assert_ptr_nonnull(strstr(document(&p, &(int64_t){ 5000 }, 1,
	                                      &(struct presence_style){ .timestamp = true }),
	                             "1970-01-01T00:00:01Z"));
END

TEST(languages)
	struct presence all[2];

	ck_assert(reads("<presence " FROM " xml:lang='cs'><status>x</status></presence>"));
	all[0] = p;
	ck_assert(reads("<presence " FROM "><status>x</status></presence>"));
	all[1] = p;
	ck_assert(view_is(presence_language(all, 1), "cs"));
	ck_assert_uint_eq(presence_language(all, 2).n, 0);
	ck_assert(reads("<presence " FROM "><status xml:lang='CS'>x</status></presence>"));
	all[1] = p;
	ck_assert(view_is(presence_language(all, 2), "CS"));
	ck_assert(reads("<presence " FROM " xml:lang='de'/>"));
	ck_assert_uint_eq(presence_language(&p, 1).n, 0);
END

/* --- folding: LYNC-pres-3, LYNC-PRES-6 ------------------------------------------------ */

static struct presence state(enum show show, int priority)
{
	return (struct presence){ .available = true, .show = show, .priority = priority,
		                  .stamp = STAMP_NONE, .idle_since = STAMP_NONE };
}

TEST(folding)
	static const enum show order[] = { SHOW_CHAT, SHOW_NONE, SHOW_DND, SHOW_AWAY, SHOW_XA };
	struct presence off = { .available = false };
	int64_t late[] = { 1000, 2000 };

	for (size_t i = 0; i < 5; i++)
		for (size_t j = 0; j < 5; j++) {
			struct presence all[] = { state(order[i], 0), state(order[j], 100) };

			ck_assert_uint_eq(presence_fold(all, NULL, 2), j <= i ? 1 : 0);
		}
	for (size_t i = 0; i < 5; i++) {
		struct presence negative[] = { state(SHOW_CHAT, -1), state(order[i], 0) };
		struct presence gone[] = { off, state(order[i], -1) };

		ck_assert_uint_eq(presence_fold(negative, NULL, 2), 1);
		ck_assert_uint_eq(presence_fold(gone, NULL, 2), 1);
	}
	ck_assert_uint_eq(presence_fold((struct presence[]){ off, off }, NULL, 2), 0);
	ck_assert_uint_eq(presence_fold((struct presence[]){ state(SHOW_NONE, 5),
		                                             state(SHOW_NONE, 5) }, late, 2), 1);
	ck_assert_uint_eq(presence_fold((struct presence[]){ state(SHOW_NONE, 6),
		                                             state(SHOW_NONE, 5) }, late, 2), 0);
	/* No priority is 0. */
	ck_assert_uint_eq(presence_fold((struct presence[]){ state(SHOW_NONE, PRIORITY_NONE),
		                                             state(SHOW_NONE, 1) }, NULL, 2), 1);
END

TEST(the_lync_document)
	struct presence all[] = { state(SHOW_XA, 0), state(SHOW_DND, 1) };

	all[0].resource = VIEW("phone");
	all[1].resource = VIEW("desk");
	ck_assert_str_eq(document(all, NULL, 2, &lync),
	                 "<presence xmlns='urn:ietf:params:xml:ns:pidf' "
	                 "entity='sip:xeno@jabbertown.example'>"
	                 "<tuple id='ID-'><status><basic>open</basic>"
	                 "<activities xmlns='urn:ietf:params:xml:ns:pidf:status:rpid-status'>"
	                 "<activity>busy</activity></activities></status>"
	                 "<contact priority='0.007'>sip:xeno@jabbertown.example</contact>"
	                 "</tuple></presence>");
	all[1] = state(SHOW_CHAT, 0);
	ck_assert_ptr_null(strstr(document(all, NULL, 2, &lync), "activit"));
END

/* --- SIP to XMPP ------------------------------------------------------------------------- */

#define NS "xmlns='urn:ietf:params:xml:ns:pidf'" \
	" xmlns:dm='urn:ietf:params:xml:ns:pidf:data-model'" \
	" xmlns:rpid='urn:ietf:params:xml:ns:pidf:rpid'"
#define DOC(inside) "<presence " NS ">" inside "</presence>"
#define TUPLE(status) "<tuple id='ID-pc7'><status>" status "</status></tuple>"
#define OPEN "<basic>open</basic>"

static struct pidf doc;

static const char *xml_of(const struct element *e)
{
	const struct xml_scope scope = { .default_ns = VIEW_INIT(NS_SERVER) };
	struct buf b = { 0 };
	const char *out;

	xml_write(&b, e, &scope);
	out = region_cstr(region, buf_view(&b));
	buf_free(&b);
	return out;
}

static const char *becomes(const char *document_text, const char *language,
                           const struct presence_style *style)
{
	struct jid who = jid("sally@sipcorp.example"), watcher = jid("xeno@jabbertown.example/x");
	const char *why;

	ck_assert_msg(pidf_read(view_of(document_text), region, &doc, &why), "%s: %s",
	              document_text, why);
	ck_assert_uint_eq(doc.count, 1);
	if (!presence_from_tuple(&doc, doc.tuples, view_of(language), style, &p))
		return "IGNORED";
	return xml_of(presence_write(&p, &who, &watcher, VIEW(""), region));
}

#define S "<presence from='sally@sipcorp.example/pc7' to='xeno@jabbertown.example'"

TEST(examples)
	struct jid who = jid("sally@sipcorp.example"), watcher = jid("xeno@jabbertown.example");

	becomes(DOC("<tuple id='ID-pc7'><status>" OPEN "<show xmlns='jabber:client'>dnd</show>"
	            "</status><contact priority='0.5'>sip:x@y</contact><note xml:lang='en'>"
	            "board meeting</note></tuple>"), "", &rfc);
	ck_assert_str_eq(xml_of(presence_write(&p, &who, &watcher, VIEW("gwB8"), region)),
	                 S " id='gwB8'><show>dnd</show><status xml:lang='en'>board meeting</status>"
	                 "<priority>64</priority></presence>");
	ck_assert_str_eq(becomes(DOC("<tuple id='ID-pc7'><status>" OPEN "</status><note "
	                             "xml:lang='en'>back at 14:00</note></tuple><dm:person id='p'>"
	                             "<rpid:activities><rpid:away/></rpid:activities></dm:person>"),
	                         "", &rfc),
	                 S "><show>away</show><status xml:lang='en'>back at 14:00</status></presence>");
	ck_assert_str_eq(becomes(DOC(TUPLE("<basic>closed</basic>")), "", &rfc),
	                 S " type='unavailable'/>");
	ck_assert_str_eq(becomes(DOC(TUPLE(OPEN)), "", &rfc), S "/>");
END

/* R8048-6.3-2 and hostile languages. */
TEST(languages_of_a_notify)
	const char *text = DOC("<tuple id='ID-pc7'><status>" OPEN "</status>"
	                       "<note>bin gleich da</note></tuple>");

	ck_assert_str_eq(becomes(text, "de", &rfc),
	                 S " xml:lang='de'><status>bin gleich da</status></presence>");
	ck_assert_str_eq(becomes(text, "de'><x", &rfc),
	                 S "><status>bin gleich da</status></presence>");
	ck_assert_str_eq(becomes(DOC("<tuple id='ID-pc7'><status>" OPEN "</status>"
	                             "<note xml:lang='DE'>x</note></tuple>"), "de", &rfc),
	                 S " xml:lang='de'><status>x</status></presence>");
END

/* Own show, own activities, the person's; idle; closed wins (LYNC-pres-4). */
TEST(shows_of_tuples)
#define PERSON(x) "<dm:person id='p'>" x "</dm:person>"
#define ACT(x) "<rpid:activities>" x "</rpid:activities>"
#define IDLE "<rpid:user-input>idle</rpid:user-input>"
	static const struct {
		const char *text, *show;
	} rows[] = {
		{ DOC(TUPLE(OPEN "<show xmlns='jabber:client'>chat</show>")
		      PERSON(ACT("<rpid:busy/>"))), "chat" },
		{ DOC(TUPLE(OPEN "<show xmlns='jabber:client'>busy</show>")
		      PERSON(ACT("<rpid:meal/>"))), "away" },
		{ DOC(TUPLE(OPEN "<show xmlns='jabber:client'>busy</show>")), NULL },
		{ DOC(TUPLE(OPEN ACT("<rpid:vacation/>")) PERSON(ACT("<rpid:busy/>"))), "xa" },
		{ DOC(TUPLE(OPEN ACT("<rpid:unknown/>")) PERSON(ACT("<rpid:busy/>"))), NULL },
		{ DOC(TUPLE(OPEN) PERSON(ACT("<rpid:meal/><rpid:meeting/><rpid:vacation/>"))), "dnd" },
		{ DOC(TUPLE(OPEN) PERSON(IDLE)), "away" },
		{ DOC(TUPLE(OPEN) PERSON(IDLE ACT("<rpid:busy/>"))), "dnd" },
		{ DOC(TUPLE(OPEN) PERSON(IDLE ACT("<rpid:holiday/>"))), "xa" },
		{ DOC(TUPLE(OPEN IDLE)), "away" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct view expected = rows[i].show == NULL ? VIEW(S "/>")
		        : region_printf(region, S "><show>%s</show></presence>", rows[i].show);
		const char *got = becomes(rows[i].text, "", &rfc);

		ck_assert_msg(view_is(expected, got), "%s: %s", rows[i].text, got);
	}
	ck_assert_str_eq(becomes(DOC(TUPLE("<basic>closed</basic><show xmlns='jabber:client'>chat"
	                                   "</show>")), "", &rfc), S " type='unavailable'/>");
END

TEST(tuples_that_say_nothing)
	ck_assert_str_eq(becomes(DOC(TUPLE("")), "", &rfc), "IGNORED");
	ck_assert_str_eq(becomes(DOC(TUPLE("<basic>maybe</basic>")), "", &rfc), "IGNORED");
	ck_assert_str_eq(becomes(DOC("<tuple id='ID-pc7'><note>x</note></tuple>"), "", &rfc),
	                 "IGNORED");
	ck_assert_str_eq(becomes(DOC(TUPLE("<show xmlns='jabber:client'>xyz</show>")), "", &rfc),
	                 "IGNORED");
	ck_assert_str_eq(becomes(DOC(TUPLE("<show xmlns='jabber:client'>xa</show>")), "", &rfc),
	                 S "><show>xa</show></presence>");
	ck_assert_str_eq(becomes(DOC(TUPLE("<rpid:activities><rpid:other/></rpid:activities>")), "",
	                         &rfc), S "/>");
	/* An id that no resource can be. */
	ck_assert_str_eq(becomes("<presence " NS "><tuple id=' x'><status>" OPEN "</status></tuple>"
	                         "</presence>", "", &rfc), "IGNORED");
END

/* LYNC-TYPE-3, -6, -11: wherever the document carries it. */
TEST(notes)
	static const char *const texts[] = {
		DOC("<tuple id='ID-pc7'><status>" OPEN "</status><note>S1</note></tuple>"
		    "<note>S2</note><dm:person id='p'><rpid:activities><rpid:note>S3</rpid:note>"
		    "</rpid:activities></dm:person>"),
		DOC(TUPLE(OPEN) "<note>S1</note><dm:person id='p'><dm:note>S3</dm:note></dm:person>"),
		DOC(TUPLE(OPEN ACT("<rpid:note>S1</rpid:note>"))
		    "<dm:person id='p'><dm:note>S3</dm:note></dm:person>"),
		DOC(TUPLE(OPEN) "<dm:person id='p'><dm:note>S1</dm:note></dm:person>"),
	};
	struct presence_style hidden = { .notes = false };

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		ck_assert_str_eq(becomes(texts[i], "", &rfc), S "><status>S1</status></presence>");
		ck_assert_str_eq(becomes(texts[i], "", &hidden), S "/>");
	}
END

/* LYNC-PRES-8: nothing else goes out. */
TEST(what_stays_inside)
	ck_assert_str_eq(becomes(DOC("<tuple id='ID-pc7'><status>" OPEN
	                             ACT("<rpid:on-the-phone/><rpid:other>custom</rpid:other>")
	                             "</status><contact>sip:x@10.0.0.1</contact>"
	                             "<rpid:place-type>home</rpid:place-type></tuple>"
	                             "<dm:device id='d'><dm:deviceID>x</dm:deviceID></dm:device>"),
	                         "", &rfc), S "><show>dnd</show></presence>");
END

TEST(stamps)
	struct presence_style delay = { .notes = true, .delay = true };
	const char *text = DOC("<tuple id='ID-pc7'><status>" OPEN "</status>"
	                       "<timestamp>2026-03-02T09:15:27Z</timestamp></tuple>");

	ck_assert_str_eq(becomes(text, "", &rfc), S "/>");
	ck_assert_str_eq(becomes(text, "", &delay),
	                 S "><delay xmlns='urn:xmpp:delay' from='sipcorp.example' "
	                 "stamp='2026-03-02T09:15:27Z'/></presence>");
END

static enum tupleless without(const char *text)
{
	const char *why;

	ck_assert(pidf_read(view_of(text), region, &doc, &why));
	return presence_without_tuples(&doc);
}

/* R3922-5.2.11-1 */
TEST(no_tuples)
	ck_assert_int_eq(without(DOC("")), TUPLELESS_UNAVAILABLE);
	ck_assert_int_eq(without(DOC("<note>hello</note>")), TUPLELESS_IGNORED);
	ck_assert_int_eq(without(DOC("<dm:person id='p'><dm:note>x</dm:note></dm:person>")),
	                 TUPLELESS_IGNORED);
	ck_assert_int_eq(without(DOC("<tuple id='a'><x:y xmlns:x='urn:x' xmlns:p="
	                             "'urn:ietf:params:xml:ns:pidf' p:mustUnderstand='1'/></tuple>")),
	                 TUPLELESS_IGNORED);
END

TEST(equal)
	struct presence a;

	ck_assert(reads("<presence " FROM "><show>away</show><status>x</status></presence>"));
	a = p;
	ck_assert(presence_equal(&a, &p));
	ck_assert(reads("<presence " FROM "><status>x</status><show>away</show></presence>"));
	ck_assert(presence_equal(&a, &p));
	ck_assert(reads("<presence " FROM "><show>away</show><status>y</status></presence>"));
	ck_assert(!presence_equal(&a, &p));
	ck_assert(reads("<presence " FROM "><show>away</show></presence>"));
	ck_assert(!presence_equal(&a, &p));
	ck_assert(reads("<presence " FROM "><show>xa</show><status>x</status></presence>"));
	ck_assert(!presence_equal(&a, &p));
	ck_assert(reads("<presence " FROM " type='unavailable'><status>x</status></presence>"));
	ck_assert(!presence_equal(&a, &p));
END

/* Through a document and back: resource, state, show, priority, texts. */
TEST(forth_and_back)
	static const char *const shows[] = { "", "<show>chat</show>", "<show>away</show>",
		                             "<show>xa</show>", "<show>dnd</show>" };

	for (int priority = -1; priority <= 127; priority++)
		for (size_t i = 0; i < 5; i++) {
			struct presence before;
			struct view xml = region_printf(region, "<presence from='a@b.example/B\xc3\xbcro "
			        "%d'>%s<priority>%d</priority><status xml:lang='x-a'>s</status>"
			        "</presence>", priority, shows[i], priority);
			const char *why;

			ck_assert(reads(region_cstr(region, xml)));
			before = p;
			ck_assert(pidf_read(view_of(document(&before, NULL, 1, &rfc)), region, &doc,
			                    &why));
			ck_assert(presence_from_tuple(&doc, doc.tuples, VIEW(""), &rfc, &p));
			if (priority < 0)
				before.priority = PRIORITY_NONE;
			ck_assert(presence_equal(&before, &p));
			region_reset(region);
		}
END

UNIT("presence", available, unavailable, what_is_no_state, odd_children, priorities, words_of_show,
     one_resource, no_larger_than_it_may_be, two_resources, closed_and_negative, languages, folding, the_lync_document,
     examples, languages_of_a_notify, shows_of_tuples, tuples_that_say_nothing, notes,
     what_stays_inside, stamps, no_tuples, equal, forth_and_back)
