/* SIP to XMPP: the stanza that a tuple of a document becomes. */
#include "gateway/presence_for_tests.h"

#include "gateway/message_map.h"
#include "xml/writer.h"

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
	return xml_of(presence_write(&p, &who, &watcher, VIEW(""), SIZE_MAX, region));
}

#define S "<presence from='sally@sipcorp.example/pc7' to='xeno@jabbertown.example'"

TEST(examples)
	struct jid who = jid("sally@sipcorp.example"), watcher = jid("xeno@jabbertown.example");

	becomes(DOC("<tuple id='ID-pc7'><status>" OPEN "<show xmlns='jabber:client'>dnd</show>"
	            "</status><contact priority='0.5'>sip:x@y</contact><note xml:lang='en'>"
	            "board meeting</note></tuple>"), "", &rfc);
	ck_assert_str_eq(xml_of(presence_write(&p, &who, &watcher, VIEW("gwB8"), SIZE_MAX, region)),
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

/* Nine octets of markup become 45. */
TEST(notes_that_do_not_fit_are_left_out)
	struct jid who = { VIEW("juliet"), VIEW("contoso.example"), VIEW("") };
	struct jid watcher = { VIEW("romeo"), VIEW("fabrikam.example"), VIEW("") };
	struct pidf_note second = { .text = VIEW("&&&&&&&&&"), .lang = VIEW("de") };
	struct pidf_note first = { .text = VIEW("&&&&&&&&&"), .lang = VIEW("en"), .next = &second };
	struct presence told = { .resource = VIEW("pc7"), .available = true,
		              .priority = PRIORITY_NONE, .stamp = STAMP_NONE, .status = &first };
	size_t both = stanza_wire_size(presence_write(&told, &who, &watcher, VIEW(""), SIZE_MAX, region));
	size_t one = stanza_wire_size(presence_write(&told, &who, &watcher, VIEW(""), both - 1, region));
	size_t none = stanza_wire_size(presence_write(&told, &who, &watcher, VIEW(""), one - 1, region));

	ck_assert_uint_eq(stanza_wire_size(presence_write(&told, &who, &watcher, VIEW(""), both, region)),
	                  both);
	ck_assert_uint_gt(both - one, 45);
	ck_assert_uint_ge(one - none, both - one);
	ck_assert_uint_eq(stanza_wire_size(presence_write(&told, &who, &watcher, VIEW(""), 0, region)),
	                  none);
END

UNIT("presence_map", examples, languages_of_a_notify, shows_of_tuples, tuples_that_say_nothing,
     notes, notes_that_do_not_fit_are_left_out, what_stays_inside, stamps, no_tuples)
