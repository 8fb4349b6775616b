/* What a presence stanza says, and the words and numbers of it. */
#include "gateway/presence_for_tests.h"

static void note_is(const struct pidf_note *n, const char *lang, const char *text)
{
	ck_assert_ptr_nonnull(n);
	ck_assert_msg(view_is(n->lang, lang) && view_is(n->text, text), "%.*s: %.*s",
	              VIEW_ARG(n->lang), VIEW_ARG(n->text));
}

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

UNIT("presence_read", available, unavailable, what_is_no_state, odd_children, priorities,
     words_of_show, equal)
