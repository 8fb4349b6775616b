#include "gateway/watch_rules.h"

#include "gateway/notify_rules.h"
#include "gateway/shown.h"
#include "gateway/stamp.h"
#include "lib/unit.h"

#define DAY 86400

START_TEST(a_contact_is_asked_once_a_day)
{
	ck_assert(watch_may_ask(0, 5));
	ck_assert(!watch_may_ask(1000, 1000));
	ck_assert(!watch_may_ask(1000, 1000 + DAY - 1));
	ck_assert(watch_may_ask(1000, 1000 + DAY));
	/* a clock that was set back asks rather than waits for ever */
	ck_assert(watch_may_ask(1000, 999));
}
END_TEST

START_TEST(a_watcher_lives_for_an_interval)
{
	ck_assert(watch_is_alive(1000, 1000, 60));
	ck_assert(watch_is_alive(1000, 1059, 60));
	ck_assert(!watch_is_alive(1000, 1060, 60));
	ck_assert(!watch_is_alive(0, 10, 60));
	/* LYNC-TYPE-12 */
	ck_assert(watch_counts_as_added(true, 0, 5000, 60));
	ck_assert(watch_counts_as_added(false, 4990, 5000, 60));
	ck_assert(!watch_counts_as_added(false, 1000, 5000, 60));
}
END_TEST

START_TEST(a_request_waits_so_long)
{
	ck_assert(watch_waits(1000, 1000, 60));
	ck_assert(watch_waits(1000, 1059, 60));
	ck_assert(!watch_waits(1000, 1060, 60));
	/* a clock that was set back waits longer, not less */
	ck_assert(watch_waits(1000, 900, 60));
}
END_TEST

START_TEST(an_older_document_is_outdated)
{
	ck_assert(watch_is_outdated(2000, 1999));
	ck_assert(!watch_is_outdated(2000, 2000));
	ck_assert(!watch_is_outdated(2000, STAMP_NONE));
	ck_assert(!watch_is_outdated(STAMP_NONE, 1));
}
END_TEST

START_TEST(an_error_ends_a_request_or_does_not)
{
	ck_assert_int_eq(watch_reason_for_error(VIEW("item-not-found")), NOTIFIER_NORESOURCE);
	ck_assert_int_eq(watch_reason_for_error(VIEW("forbidden")), NOTIFIER_REJECTED);
	ck_assert_int_eq(watch_reason_for_error(VIEW("remote-server-timeout")),
	                 NOTIFIER_NO_REASON);
	ck_assert_int_eq(watch_reason_for_error(VIEW("")), NOTIFIER_NO_REASON);
}
END_TEST

/* R3856-6.6.2-1: a watch that nobody has allowed shows nothing, known or not. */
START_TEST(what_a_notify_shows)
{
	static const enum sip_substate states[] = { SIP_SUBSTATE_ACTIVE, SIP_SUBSTATE_PENDING,
		                                    SIP_SUBSTATE_OTHER };
	struct notifier n = { 0 };

	ck_assert_int_eq(watch_state_for(STORE_GRANTED), SIP_SUBSTATE_ACTIVE);
	ck_assert_int_eq(watch_state_for(STORE_ASKED), SIP_SUBSTATE_PENDING);
	ck_assert_int_eq(watch_state_for(STORE_NONE), SIP_SUBSTATE_PENDING);
	for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
		n.state = (unsigned char)states[i];
		ck_assert(notify_shows_presence(&n, true) ==
		          (states[i] == SIP_SUBSTATE_ACTIVE));
		ck_assert(!notify_shows_presence(&n, false));
	}
	n.state = SIP_SUBSTATE_TERMINATED;
	n.reason = NOTIFIER_TIMEOUT;
	ck_assert(notify_shows_presence(&n, true));
	n.reason = NOTIFIER_REJECTED;
	ck_assert(!notify_shows_presence(&n, true));
}
END_TEST

START_TEST(begun_a_thousand_at_a_time)
{
	ck_assert(watch_may_begin(0));
	ck_assert(watch_user_has_room(2, 3));
	ck_assert(!watch_user_has_room(3, 3));
	ck_assert(watch_shows_more(SHOWN_MAX - 1));
	ck_assert(!watch_shows_more(SHOWN_MAX));
	ck_assert(watch_may_begin(WATCHES_AT_ONCE - 1));
	ck_assert(!watch_may_begin(WATCHES_AT_ONCE));
	ck_assert(!watch_may_begin(WATCHES_AT_ONCE + 1));
}
END_TEST

START_TEST(no_more_is_asked_for_than_a_watch_lives)
{
	ck_assert_uint_eq(watch_asks_for(3600, 28800), 3600);
	ck_assert_uint_eq(watch_asks_for(3600, 3600), 3600);
	ck_assert_uint_eq(watch_asks_for(3600, 60), 60);
}
END_TEST

START_TEST(who_neither_watches_nor_asked_cannot_leave)
{
	ck_assert(!watch_leaving_is_answered(STORE_NONE));
	ck_assert(watch_leaving_is_answered(STORE_ASKED));
	ck_assert(watch_leaving_is_answered(STORE_GRANTED));
}
END_TEST

START_TEST(a_probe_of_a_device_shows_that_alone)
{
	const struct view all = { NULL, 0 };

	ck_assert(watch_probe_shows(all, VIEW("pc7")));
	ck_assert(watch_probe_shows(all, all));
	ck_assert(watch_probe_shows(VIEW("pc7"), VIEW("pc7")));
	ck_assert(!watch_probe_shows(VIEW("pc7"), VIEW("PC7")));
	ck_assert(!watch_probe_shows(VIEW("pc7"), VIEW("pc77")));
	ck_assert(!watch_probe_shows(VIEW("pc7"), all));
}
END_TEST

START_TEST(only_where_nobody_could_be_asked_nothing_is_said)
{
	ck_assert(watch_poll_is_refused(SUBSCRIBE_DENIED));
	ck_assert(watch_poll_is_refused(SUBSCRIBE_ERROR));
	ck_assert(watch_poll_is_refused(SUBSCRIBE_LOGIN));
	ck_assert(!watch_poll_is_refused(SUBSCRIBE_LATER));
}
END_TEST

START_TEST(what_goes_on)
{
	ck_assert(!watch_goes_on(STORE_NONE, false));
	ck_assert(!watch_goes_on(STORE_ASKED, false));
	ck_assert(watch_goes_on(STORE_ASKED, true));
	ck_assert(watch_goes_on(STORE_GRANTED, false));
	ck_assert_int_eq(watch_effect_without_dialog(SUBSCRIBE_ANEW), SUBSCRIBE_DEAD);
	ck_assert_int_eq(watch_effect_without_dialog(SUBSCRIBE_ALIVE), SUBSCRIBE_LATER);
	ck_assert_int_eq(watch_effect_without_dialog(SUBSCRIBE_DENIED), SUBSCRIBE_DENIED);
}
END_TEST

START_TEST(gone_is_said_once)
{
	ck_assert(watch_says_good_bye(true, true, false));
	ck_assert(watch_says_good_bye(true, true, true));
	ck_assert(watch_says_good_bye(false, false, false));
	ck_assert(!watch_says_good_bye(false, false, true));
	ck_assert(!watch_says_good_bye(false, true, false));
	/* P126 */
	ck_assert(watch_device_is_told(true, true, false));
	ck_assert(watch_device_is_told(false, true, true));
	ck_assert(watch_device_is_told(false, false, false));
	ck_assert(!watch_device_is_told(false, true, false));
}
END_TEST

UNIT("watch_rules", a_contact_is_asked_once_a_day, a_watcher_lives_for_an_interval,
     a_request_waits_so_long, an_older_document_is_outdated,
     an_error_ends_a_request_or_does_not, what_a_notify_shows, begun_a_thousand_at_a_time,
     no_more_is_asked_for_than_a_watch_lives, who_neither_watches_nor_asked_cannot_leave,
     a_probe_of_a_device_shows_that_alone, only_where_nobody_could_be_asked_nothing_is_said,
     what_goes_on, gone_is_said_once)
