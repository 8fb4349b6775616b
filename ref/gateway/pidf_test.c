#include "gateway/pidf.h"

#include <string.h>

#include "gateway/document.h"
#include "lib/rng.h"
#include "lib/unit_region.h"

static struct pidf doc;

#define NS "xmlns='urn:ietf:params:xml:ns:pidf'" \
	" xmlns:dm='urn:ietf:params:xml:ns:pidf:data-model'" \
	" xmlns:rpid='urn:ietf:params:xml:ns:pidf:rpid'" \
	" xmlns:p='urn:ietf:params:xml:ns:pidf'"
#define DOC(inside) "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<presence " NS \
	" entity='pres:sally@sipcorp.example'>" inside "</presence>"
#define OPEN "<status><basic>open</basic></status>"
#define TUPLE(inside) "<tuple id='a'>" inside "</tuple>"

static void read(struct view text)
{
	const char *why;

	ck_assert_msg(pidf_read(text, region, &doc, &why), "%.*s: %s", VIEW_ARG(text), why);
	ck_assert_ptr_null(why);
}

static void refused(struct view text)
{
	const char *why = NULL;

	ck_assert_msg(!pidf_read(text, region, &doc, &why), "%.*s", VIEW_ARG(text));
	ck_assert(why != NULL && *why != '\0');
}

static void note_is(const struct pidf_note *n, const char *lang, const char *text)
{
	ck_assert_ptr_nonnull(n);
	ck_assert_msg(view_is(n->lang, lang) && view_is(n->text, text), "%.*s: %.*s",
	              VIEW_ARG(n->lang), VIEW_ARG(n->text));
}

TEST(examples)
	read(VIEW("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n"
	          "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"pres:sally@sipcorp.example\">\r\n"
	          " <tuple id=\"ID-pc7\">\r\n"
	          "  <status><basic>open</basic><show xmlns=\"jabber:client\">dnd</show></status>\r\n"
	          "  <contact priority=\"0.5\">sip:sally@sipcorp.example;gr=pc7</contact>\r\n"
	          "  <note xml:lang=\"en\">board meeting</note>\r\n"
	          " </tuple>\r\n</presence>"));
	ck_assert(view_is(doc.entity, "pres:sally@sipcorp.example"));
	ck_assert_uint_eq(doc.count, 1);
	ck_assert(view_is(doc.tuples->id, "ID-pc7"));
	ck_assert(view_is(doc.tuples->resource, "pc7"));
	ck_assert_int_eq(doc.tuples->basic, PIDF_OPEN);
	ck_assert(view_is(doc.tuples->show, "dnd"));
	ck_assert_int_eq(doc.tuples->priority, 500);
	ck_assert(view_is(doc.tuples->contact, "sip:sally@sipcorp.example;gr=pc7"));
	note_is(doc.tuples->notes, "en", "board meeting");
	ck_assert_ptr_null(doc.tuples->next);
	read(VIEW(DOC("<tuple id='ID-pc7'>" OPEN "<note xml:lang='en'>back at 14:00</note></tuple>"
	              "<dm:person id='p1'><rpid:activities><rpid:away/></rpid:activities>"
	              "</dm:person>")));
	ck_assert(doc.person.activities);
	ck_assert_int_eq(doc.person.show, SHOW_AWAY);
	ck_assert(!doc.tuples->person.activities);
END

TEST(basics)
	read(VIEW(DOC(TUPLE("<status><basic>closed</basic></status>"))));
	ck_assert_int_eq(doc.tuples->basic, PIDF_CLOSED);
	read(VIEW(DOC(TUPLE("<status><basic> open\r\n</basic></status>"))));
	ck_assert_int_eq(doc.tuples->basic, PIDF_OPEN);
	read(VIEW(DOC(TUPLE("<status><basic>Open</basic></status>"))));
	ck_assert_int_eq(doc.tuples->basic, PIDF_NO_BASIC);
	read(VIEW(DOC(TUPLE("<status/>"))));
	ck_assert_int_eq(doc.tuples->basic, PIDF_NO_BASIC);
	read(VIEW(DOC(TUPLE(""))));
	ck_assert_int_eq(doc.tuples->basic, PIDF_NO_BASIC);
	read(VIEW(DOC(TUPLE("<status><x:basic xmlns:x='urn:x'>open</x:basic></status>"))));
	ck_assert_int_eq(doc.tuples->basic, PIDF_NO_BASIC);
	read(VIEW(DOC("<tuple id=' x'/><tuple id=' y'/>")));
	ck_assert_uint_eq(doc.count, 2);
	ck_assert_ptr_null(doc.tuples->resource.p);
	read(VIEW(DOC("")));
	ck_assert_ptr_null(doc.tuples);
	read(VIEW("<presence " NS "/>"));
	ck_assert_uint_eq(doc.entity.n, 0);
END

/* R8048-6.3-3, R3863-4.1.5-1 */
TEST(priorities)
	static const struct {
		const char *text;
		int priority;
	} rows[] = {
		{ "0", 0 }, { "0.007", 7 }, { "0.5", 500 }, { "1", 1000 }, { "1.000", 1000 },
		{ " 0.3 ", 300 }, { "0.", 0 }, { "1.7", -1 }, { "-1", -1 }, { "7", -1 }, { "", -1 },
		{ "0.0001", -1 }, { "high", -1 }, { "1e-1", -1 }, { "99999999999999999999", -1 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		read(region_printf(region, DOC(TUPLE(OPEN "<contact priority='%s'>im:a@b</contact>")),
		                   rows[i].text));
		ck_assert_msg(doc.tuples->priority == rows[i].priority, "%s: %d", rows[i].text,
		              doc.tuples->priority);
	}
	read(VIEW(DOC(TUPLE(OPEN "<contact>im:a@b</contact>"))));
	ck_assert_int_eq(doc.tuples->priority, -1);
END

TEST(notes_and_languages)
	struct pidf_note *n;

	read(VIEW("<presence " NS " xml:lang='de'><tuple id='a' xml:lang='fr'>" OPEN
	          "<note>un</note><note xml:lang='en'> two </note><note xml:lang='EN'>again</note>"
	          "<note xml:lang='../x'>three</note><note xml:lang='cs'/></tuple>"
	          "<note>vier</note></presence>"));
	n = doc.tuples->notes;
	note_is(n, "fr", "un");
	note_is(n->next, "en", "two");
	note_is(n->next->next, "", "three");
	ck_assert_ptr_null(n->next->next->next);
	note_is(doc.notes, "de", "vier");
	read(VIEW(DOC(TUPLE(OPEN "<note>5 &lt; 6 &amp; \xc3\xbc</note>"))));
	note_is(doc.tuples->notes, "", "5 < 6 & \xc3\xbc");
END

TEST(timestamps)
	read(VIEW(DOC(TUPLE(OPEN "<timestamp>2026-03-02T09:15:27Z</timestamp>"))));
	ck_assert(doc.tuples->timestamp == INT64_C(1772442927000));
	read(VIEW(DOC(TUPLE(OPEN "<timestamp>yesterday</timestamp>"))));
	ck_assert(doc.tuples->timestamp == STAMP_NONE);
	read(VIEW(DOC(TUPLE(OPEN))));
	ck_assert(doc.tuples->timestamp == STAMP_NONE);
END

/* R4480-3.2-2: either form, any place. */
TEST(activities)
	static const struct {
		const char *name;
		enum show show;
	} rows[] = {
		{ "busy", SHOW_DND }, { "on-the-phone", SHOW_DND }, { "meeting", SHOW_DND },
		{ "presentation", SHOW_DND }, { "performance", SHOW_DND }, { "steering", SHOW_DND },
		{ "appointment", SHOW_DND }, { "away", SHOW_AWAY }, { "breakfast", SHOW_AWAY },
		{ "lunch", SHOW_AWAY }, { "dinner", SHOW_AWAY }, { "meal", SHOW_AWAY },
		{ "travel", SHOW_AWAY }, { "in-transit", SHOW_AWAY }, { "shopping", SHOW_AWAY },
		{ "spectator", SHOW_AWAY }, { "tv", SHOW_AWAY }, { "worship", SHOW_AWAY },
		{ "playing", SHOW_AWAY }, { "vacation", SHOW_XA }, { "holiday", SHOW_XA },
		{ "sleeping", SHOW_XA }, { "permanent-absence", SHOW_XA }, { "unknown", SHOW_NONE },
		{ "other", SHOW_NONE }, { "looking-for-work", SHOW_NONE }, { "working", SHOW_NONE },
		{ "none", SHOW_NONE }, { "gardening", SHOW_NONE }, { "Busy", SHOW_NONE },
		/* LYNC-pres-4 */
		{ "do-not-disturb", SHOW_DND }, { "be-right-back", SHOW_AWAY },
		{ "off-work", SHOW_XA }, { "out-of-office", SHOW_XA }, { "available", SHOW_NONE },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const char *name = rows[i].name;

		read(region_printf(region, DOC(TUPLE(OPEN) "<dm:person id='p'><rpid:activities>"
		                               "<rpid:%s/></rpid:activities></dm:person>"), name));
		ck_assert_msg(doc.person.show == rows[i].show, "%s", name);
		ck_assert(doc.person.activities);
		read(region_printf(region, DOC(TUPLE("<status><basic>open</basic><e:activities "
		                   "xmlns:e='urn:ietf:params:xml:ns:pidf:status:rpid-status'>"
		                   "<e:activity>%s</e:activity></e:activities></status>")), name));
		ck_assert_msg(doc.tuples->person.show == rows[i].show, "%s", name);
		read(region_printf(region, DOC(TUPLE(OPEN "<rpid:activities><rpid:%s/>"
		                                     "</rpid:activities>")), name));
		ck_assert_msg(doc.tuples->person.show == rows[i].show, "%s", name);
	}
END

TEST(several_activities)
	read(VIEW(DOC(TUPLE(OPEN) "<dm:person id='p'><rpid:activities><rpid:note>lunch with x"
	              "</rpid:note><rpid:lunch/><rpid:vacation/><rpid:unknown/></rpid:activities>"
	              "<rpid:user-input last-input='2026-03-02T09:15:27Z'>idle</rpid:user-input>"
	              "<dm:note>on leave</dm:note></dm:person>")));
	ck_assert_int_eq(doc.person.show, SHOW_XA);
	ck_assert(doc.person.idle);
	note_is(doc.person.notes, "", "lunch with x");
	/* Namespaces that are none of presence's. */
	read(VIEW(DOC(TUPLE("<status><basic>open</basic><activities xmlns='urn:x'><away/>"
	                    "</activities></status>"))));
	ck_assert(!doc.tuples->person.activities);
	read(VIEW(DOC(TUPLE("<status><basic>open</basic><rpid:activities><x:away xmlns:x='urn:x'/>"
	                    "</rpid:activities></status>"))));
	ck_assert_int_eq(doc.tuples->person.show, SHOW_NONE);
	read(VIEW(DOC(TUPLE("<status><basic>open</basic><show>away</show></status>"))));
	ck_assert_uint_eq(doc.tuples->show.n, 0);
	ck_assert_int_eq(show_least(SHOW_AWAY, SHOW_DND), SHOW_DND);
	ck_assert_int_eq(show_least(SHOW_XA, SHOW_AWAY), SHOW_XA);
	ck_assert_int_eq(show_least(SHOW_NONE, SHOW_AWAY), SHOW_AWAY);
END

#define MUST "<x:foo xmlns:x='urn:x' p:mustUnderstand='1'/>"

/* R3863-4.2.3-1 */
TEST(must_understand)
	read(VIEW(DOC("<tuple id='a'><status><basic>open</basic>" MUST "</status></tuple>"
	              "<tuple id='b'>" OPEN "</tuple>")));
	ck_assert_uint_eq(doc.count, 1);
	ck_assert(view_is(doc.tuples->id, "b"));
	ck_assert(doc.skipped);
	read(VIEW(DOC("<tuple id='a'>" OPEN MUST "</tuple>")));
	ck_assert_uint_eq(doc.count, 0);
	ck_assert(doc.skipped);
	read(VIEW(DOC(TUPLE(OPEN) "<dm:person id='p'>" MUST "<rpid:activities><rpid:away/>"
	              "</rpid:activities></dm:person>")));
	ck_assert_uint_eq(doc.count, 1);
	ck_assert(!doc.person.activities && !doc.skipped);
	read(VIEW(DOC(TUPLE(OPEN "<rpid:activities><rpid:away/>" MUST "</rpid:activities>"))));
	ck_assert(!doc.tuples->person.activities);
	refused(VIEW(DOC(TUPLE(OPEN) MUST)));
	/* Of an element that is known, or without it: nothing. */
	read(VIEW(DOC(TUPLE("<status p:mustUnderstand='true'><basic p:mustUnderstand='1'>open"
	                    "</basic></status><x:foo xmlns:x='urn:x' p:mustUnderstand='0'/>"
	                    "<x:foo xmlns:x='urn:x' mustUnderstand='1'/>"))));
	ck_assert_uint_eq(doc.count, 1);
	ck_assert(!doc.skipped);
END

TEST(documents_that_are_none)
	refused(VIEW(""));
	refused(VIEW("open"));
	refused(VIEW("<presence><tuple id='a'/></presence>"));
	/* As the prose of RFC 3863 spells it, once. */
	refused(VIEW("<presence xmlns='urn:ietf:params:xml:ns:pidf:'/>"));
	refused(VIEW("<presence xmlns='jabber:client'/>"));
	refused(VIEW("<tuple " NS "/>"));
	refused(VIEW(DOC("<tuple>" OPEN "</tuple>")));
	refused(VIEW(DOC("<tuple id=''>" OPEN "</tuple>")));
	refused(VIEW(DOC(TUPLE(OPEN) TUPLE(OPEN))));
	refused(VIEW(DOC("<tuple id='x'/><tuple id='ID-x'/>")));
	refused(VIEW(DOC(TUPLE(OPEN) "text")));
	refused(VIEW(DOC(TUPLE(OPEN)) "<x/>"));
	refused(VIEW("<!DOCTYPE presence>" DOC("")));
	refused(VIEW("<!DOCTYPE presence [<!ENTITY a '" "lol" "'>]>" DOC(TUPLE("&a;"))));
	refused(VIEW("<!DOCTYPE presence SYSTEM 'file:///etc/passwd'>" DOC("")));
	refused(VIEW(DOC(TUPLE("<note>&nbsp;</note>"))));
	refused(VIEW(DOC("<!-- ")));
	refused(VIEW(DOC("<?php x >")));
	refused(VIEW("<?xml version='1.0' encoding='ISO-8859-1'?><presence " NS "/>"));
	refused(VIEW(DOC(TUPLE("<note>\xff</note>"))));
	refused(VIEW(DOC(TUPLE("<note>\0</note>"))));
END

TEST(cut_anywhere)
	const char text[] = DOC(TUPLE(OPEN) "<note>x</note>");

	for (size_t n = 0; n < sizeof text - 1; n++)
		refused((struct view){ text, n });
END

/* --- limits, at N and N + 1 --------------------------------------------------------- */

TEST(bytes)
	struct buf b = { 0 };

	buf_puts(&b, DOC(TUPLE(OPEN)));
	while (buf_len(&b) < PIDF_BYTES_MAX)
		buf_putc(&b, '\n');
	read(buf_view(&b));
	buf_putc(&b, '\n');
	refused(buf_view(&b));
	buf_free(&b);
END

TEST(tuples)
	for (unsigned n = PIDF_TUPLES_MAX; n <= PIDF_TUPLES_MAX + 1; n++) {
		struct buf b = { 0 };

		buf_puts(&b, "<presence " NS ">");
		for (unsigned i = 0; i < n; i++)
			buf_printf(&b, "<tuple id='t%u'>" OPEN "</tuple>", i);
		buf_puts(&b, "</presence>");
		if (n <= PIDF_TUPLES_MAX) {
			read(buf_view(&b));
			ck_assert_uint_eq(doc.count, n);
		} else {
			refused(buf_view(&b));
		}
		buf_free(&b);
	}
END

TEST(many_notes_and_long_ones)
	struct buf b = { 0 };
	struct pidf_note *n;
	size_t count = 0;

	buf_puts(&b, "<presence " NS "><tuple id='a'>" OPEN);
	for (unsigned i = 0; i < PIDF_NOTES_MAX + 3; i++)
		buf_printf(&b, "<note xml:lang='x-%u'>n</note>", i);
	buf_puts(&b, "</tuple><note>x");
	for (size_t i = 0; i < PIDF_NOTE_MAX; i++)
		buf_puts(&b, "\xc3\xbc");
	buf_puts(&b, "</note></presence>");
	read(buf_view(&b));
	for (n = doc.tuples->notes; n != NULL; n = n->next)
		count++;
	ck_assert_uint_eq(count, PIDF_NOTES_MAX);
	/* Between characters. */
	ck_assert_uint_eq(doc.notes->text.n, PIDF_NOTE_MAX - 1);
	buf_free(&b);
END

/* Memory of what is kept stays small, whatever the document is full of. */
TEST(documents_full_of_nothing)
	static const char *const pieces[] = {
		"<a/>", "<dm:person id='p'/>", "<note/>", "<a b='c'/>", "<x xmlns='urn:x'/>",
		"<note xml:lang='x'>y</note>", " ",
	};

	for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
		struct buf b = { 0 };

		buf_puts(&b, "<presence " NS ">");
		while (buf_len(&b) < PIDF_BYTES_MAX - 64)
			buf_puts(&b, pieces[i]);
		buf_puts(&b, "</presence>");
		read(buf_view(&b));
		ck_assert_uint_lt(region_used(region), 16 * 1024);
		region_reset(region);
		buf_free(&b);
	}
END

TEST(one_giant)
	struct buf b = { 0 };

	buf_puts(&b, "<presence " NS "><tuple id='a'>");
	while (buf_len(&b) < PIDF_BYTES_MAX - 64)
		buf_puts(&b, "<a/>");
	buf_puts(&b, "</tuple></presence>");
	refused(buf_view(&b));
	buf_clear(&b);
	buf_puts(&b, "<presence " NS ">");
	while (buf_len(&b) < PIDF_BYTES_MAX - 64)
		buf_puts(&b, "<a>");
	refused(buf_view(&b));
	buf_free(&b);
END

/* --- writing -------------------------------------------------------------------------- */

static const char *written(const struct pidf *p)
{
	struct buf b = { 0 };
	const char *out;

	pidf_write(p, &b);
	out = region_cstr(region, buf_view(&b));
	buf_free(&b);
	return out;
}

TEST(what_is_written)
	struct pidf_note note = { VIEW_INIT("en"), VIEW_INIT("in the <tram>"), NULL };
	struct pidf_tuple second = { .id = VIEW("ID-desk"), .basic = PIDF_CLOSED, .priority = -1,
		                     .timestamp = STAMP_NONE };
	struct pidf_tuple t = { .id = VIEW("ID-phone"), .basic = PIDF_OPEN, .show = VIEW("away"),
		                .priority = 39, .contact = VIEW("im:xeno@jabbertown.example"),
		                .notes = &note, .timestamp = INT64_C(1772442927000),
		                .next = &second };
	struct pidf p = { .entity = VIEW("pres:xeno@jabbertown.example"), .tuples = &t };

	p.person.show = SHOW_XA;
	ck_assert_str_eq(written(&p),
	                 "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n"
	                 "<presence xmlns='urn:ietf:params:xml:ns:pidf' "
	                 "entity='pres:xeno@jabbertown.example'>"
	                 "<tuple id='ID-phone'><status><basic>open</basic>"
	                 "<show xmlns='jabber:client'>away</show></status>"
	                 "<contact priority='0.039'>im:xeno@jabbertown.example</contact>"
	                 "<note xml:lang='en'>in the &lt;tram&gt;</note>"
	                 "<timestamp>2026-03-02T09:15:27Z</timestamp></tuple>"
	                 "<tuple id='ID-desk'><status><basic>closed</basic></status></tuple>"
	                 "<person xmlns='urn:ietf:params:xml:ns:pidf:data-model' id='p1'>"
	                 "<activities xmlns='urn:ietf:params:xml:ns:pidf:rpid'><away/></activities>"
	                 "</person></presence>");
	p.person.show = SHOW_CHAT;
	t.person.show = SHOW_DND;
	t.show = VIEW("");
	t.next = NULL;
	t.timestamp = STAMP_NONE;
	t.notes = NULL;
	ck_assert_str_eq(written(&p),
	                 "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n"
	                 "<presence xmlns='urn:ietf:params:xml:ns:pidf' "
	                 "entity='pres:xeno@jabbertown.example'>"
	                 "<tuple id='ID-phone'><status><basic>open</basic>"
	                 "<activities xmlns='urn:ietf:params:xml:ns:pidf:status:rpid-status'>"
	                 "<activity>busy</activity></activities></status>"
	                 "<contact priority='0.039'>im:xeno@jabbertown.example</contact>"
	                 "</tuple></presence>");
END

TEST(forth_and_back)
	struct rng rng;

	rng_seed(&rng, 4480);
	for (int n = 0; n < 3000; n++) {
		struct pidf_note notes[2] = {
			{ VIEW("en"), VIEW("a & b \xe2\x98\x83"), &notes[1] },
			{ VIEW("x-y"), VIEW("<note>'\""), NULL },
		};
		struct pidf_tuple t[3], *back;
		struct pidf p = { .entity = VIEW("pres:a%20b@c.example"), .tuples = t };
		size_t count = 1 + rng_next_below(&rng, 3);

		for (size_t i = 0; i < count; i++)
			t[i] = (struct pidf_tuple){
				.id = region_printf(region, "ID-%zu", i),
				.basic = rng_next_below(&rng, 2) == 0 ? PIDF_OPEN : PIDF_CLOSED,
				.show = rng_next_below(&rng, 2) == 0 ? VIEW("xa") : VIEW(""),
				.priority = (int)rng_next_below(&rng, 1002) - 1,
				.contact = VIEW("im:a@c.example"),
				.notes = rng_next_below(&rng, 2) == 0 ? notes : NULL,
				.timestamp = (int64_t)rng_next_below(&rng, 2000000000) * 1000,
				.next = i + 1 < count ? &t[i + 1] : NULL,
			};
		p.person.show = rng_next_below(&rng, 2) == 0 ? SHOW_DND : SHOW_NONE;
		read(view_of(written(&p)));
		ck_assert_uint_eq(doc.count, count);
		ck_assert(view_eq(doc.entity, p.entity));
		ck_assert_int_eq(doc.person.show, p.person.show);
		back = doc.tuples;
		for (size_t i = 0; i < count; i++, back = back->next) {
			ck_assert(view_eq(back->id, t[i].id));
			ck_assert_int_eq(back->basic, t[i].basic);
			ck_assert(view_eq(back->show, t[i].show));
			ck_assert_int_eq(back->priority, t[i].priority);
			ck_assert(view_eq(back->contact, t[i].contact));
			ck_assert(back->timestamp == t[i].timestamp);
			ck_assert((back->notes == NULL) == (t[i].notes == NULL));
			if (back->notes != NULL) {
				note_is(back->notes, "en", "a & b \xe2\x98\x83");
				note_is(back->notes->next, "x-y", "<note>'\"");
			}
		}
		region_reset(region);
	}
END

/* Whatever comes in, nothing breaks, and what is accepted keeps to the limits. */
TEST(any_bytes)
	static const char *const pieces[] = {
		"<presence " NS ">", "</presence>", "<tuple id='a'>", "<tuple id='b'>", "</tuple>",
		"<status>", "</status>", "<basic>open</basic>", "<note>x</note>", "<dm:person id='p'>",
		"</dm:person>", "<rpid:activities>", "</rpid:activities>", "<rpid:away/>", MUST,
		"<!--", "-->", "<![CDATA[", "]]>", "&amp;", "&", "<", ">", "\xff", "x", " ", "<a/>",
		"<contact priority='0.5'>", "</contact>",
	};
	struct rng rng;
	size_t good = 0;

	rng_seed(&rng, 3922);
	for (int n = 0; n < 20000; n++) {
		struct buf b = { 0 };
		const char *why;

		buf_puts(&b, "<presence " NS ">");
		for (size_t i = rng_next_below(&rng, 8); i > 0; i--)
			buf_puts(&b, pieces[rng_next_below(&rng, sizeof pieces / sizeof pieces[0])]);
		if (n % 4 != 0)
			buf_puts(&b, "</presence>");
		if (pidf_read(buf_view(&b), region, &doc, &why)) {
			good++;
			ck_assert_uint_le(doc.count, 2);
		} else {
			ck_assert_ptr_nonnull(why);
		}
		buf_free(&b);
		region_reset(region);
	}
	ck_assert_uint_gt(good, 1000);
END

UNIT("pidf", examples, basics, priorities, notes_and_languages, timestamps, activities, several_activities,
     must_understand, documents_that_are_none, cut_anywhere, bytes, tuples,
     many_notes_and_long_ones, documents_full_of_nothing, one_giant, what_is_written,
     forth_and_back, any_bytes)
