/* XMPP to SIP: the document that stands for resources, each or folded to one. */
#include "gateway/presence_for_tests.h"

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
	/* The smallest that is true of who is most there. */
	ck_assert_str_eq(document(all, NULL, 3, &style),
	                 "<presence xmlns='urn:ietf:params:xml:ns:pidf' "
	                 "entity='pres:xeno@jabbertown.example'>"
	                 "<tuple id='ID-'><status><basic>open</basic>"
	                 "<show xmlns='jabber:client'>chat</show></status></tuple></presence>");
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

/* Through a document and back: resource, state, show, priority, texts. */
TEST(forth_and_back)
	static const char *const shows[] = { "", "<show>chat</show>", "<show>away</show>",
		                             "<show>xa</show>", "<show>dnd</show>" };

	for (int priority = -1; priority <= 127; priority++)
		for (size_t i = 0; i < 5; i++) {
			struct presence before;
			struct pidf doc;
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

UNIT("presence_document", one_resource, no_larger_than_it_may_be, two_resources,
     closed_and_negative, languages, folding, the_lync_document, forth_and_back)
