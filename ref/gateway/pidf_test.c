/* Documents as they are read: RFC 3863, 4479, 4480. */
#include "gateway/pidf_for_tests.h"

#include "gateway/document.h"

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

UNIT("pidf", examples, basics, priorities, notes_and_languages, timestamps, activities,
     several_activities, must_understand, documents_that_are_none, cut_anywhere)
