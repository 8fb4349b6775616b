#include "sip/notifier.h"

#include "lib/unit.h"

#define THROTTLE 5000

static struct notifier n;

static void send_(uint64_t now)
{
	ck_assert(notifier_wants_to_send(&n, now));
	notifier_sent(&n, now, THROTTLE);
	ck_assert(!notifier_wants_to_send(&n, now));
}

START_TEST(the_first_notify_is_owed_at_once)
{
	notifier_begin(&n, SIP_SUBSTATE_PENDING, 3600, 1000);
	ck_assert_uint_eq(notifier_due(&n), 0);
	send_(1000);
	notifier_answered(&n, false);
	ck_assert(!n.over);
	ck_assert_uint_eq(notifier_due(&n), 3601000);
	ck_assert_int_eq(notifier_left(&n, 2500), 3599);
}
END_TEST

START_TEST(approval_does_not_wait_for_the_throttle)
{
	notifier_begin(&n, SIP_SUBSTATE_PENDING, 60, 0);
	send_(0);
	/* A change of presence while it is pending tells nothing. */
	notifier_changed(&n);
	notifier_answered(&n, false);
	ck_assert(!notifier_wants_to_send(&n, 10000));
	notifier_allow(&n);
	ck_assert_int_eq(n.state, SIP_SUBSTATE_ACTIVE);
	send_(1);
	notifier_allow(&n); /* once */
	notifier_answered(&n, false);
	ck_assert(!notifier_wants_to_send(&n, 20000));
}
END_TEST

START_TEST(changes_are_throttled_and_the_last_wins)
{
	notifier_begin(&n, SIP_SUBSTATE_ACTIVE, 3600, 0);
	send_(0);
	notifier_changed(&n);
	ck_assert(!notifier_wants_to_send(&n, THROTTLE)); /* one under way */
	notifier_answered(&n, false);
	ck_assert(!notifier_wants_to_send(&n, THROTTLE - 1));
	ck_assert_uint_eq(notifier_due(&n), THROTTLE);
	notifier_changed(&n);
	send_(THROTTLE);
	notifier_answered(&n, false);
	ck_assert(!notifier_wants_to_send(&n, 10 * THROTTLE));
}
END_TEST

START_TEST(a_refresh_is_answered_at_once)
{
	notifier_begin(&n, SIP_SUBSTATE_ACTIVE, 60, 0);
	send_(0);
	notifier_answered(&n, false);
	notifier_refresh(&n, 120, 1000);
	ck_assert_int_eq(notifier_left(&n, 1000), 120);
	send_(1000);
}
END_TEST

START_TEST(expiry_and_expires_0_end_it)
{
	notifier_begin(&n, SIP_SUBSTATE_ACTIVE, 60, 0);
	send_(0);
	notifier_answered(&n, false);
	ck_assert(!notifier_has_expired(&n, 59999));
	ck_assert(notifier_has_expired(&n, 60000));
	notifier_end(&n, NOTIFIER_TIMEOUT);
	ck_assert(!notifier_has_expired(&n, 60000));
	ck_assert_int_eq(n.reason, NOTIFIER_TIMEOUT);
	send_(60000);
	notifier_answered(&n, false);
	ck_assert(n.over);

	notifier_begin(&n, SIP_SUBSTATE_ACTIVE, 60, 0);
	send_(0);
	/* While one is under way: the last one comes behind it. */
	notifier_refresh(&n, 0, 10);
	ck_assert(!notifier_wants_to_send(&n, 10));
	notifier_answered(&n, false);
	ck_assert(!n.over);
	send_(20);
	notifier_answered(&n, false);
	ck_assert(n.over);
}
END_TEST

START_TEST(a_poll_waits_for_its_end)
{
	notifier_begin(&n, SIP_SUBSTATE_ACTIVE, 0, 5);
	ck_assert(!notifier_wants_to_send(&n, 5));
	notifier_end(&n, NOTIFIER_TIMEOUT);
	send_(6);
	notifier_answered(&n, false);
	ck_assert(n.over);
}
END_TEST

START_TEST(a_dialog_that_is_dead_is_over)
{
	notifier_begin(&n, SIP_SUBSTATE_ACTIVE, 60, 0);
	send_(0);
	notifier_changed(&n);
	notifier_answered(&n, true);
	ck_assert(n.over);
	ck_assert(!notifier_wants_to_send(&n, 100000));
}
END_TEST

START_TEST(nothing_follows_the_end)
{
	notifier_begin(&n, SIP_SUBSTATE_ACTIVE, 60, 0);
	notifier_end(&n, NOTIFIER_REJECTED);
	notifier_end(&n, NOTIFIER_TIMEOUT); /* the first reason stays */
	ck_assert_str_eq(notifier_reason_word(n.reason), "rejected");
	notifier_changed(&n);
	notifier_allow(&n);
	ck_assert_int_eq(n.state, SIP_SUBSTATE_TERMINATED);
	send_(0);
	notifier_answered(&n, false);
	ck_assert(n.over);
	ck_assert_ptr_null(notifier_reason_word(NOTIFIER_NO_REASON));
}
END_TEST

START_TEST(intervals)
{
	ck_assert(notifier_interval_too_brief(1, 60));
	ck_assert(notifier_interval_too_brief(59, 60));
	ck_assert(!notifier_interval_too_brief(60, 60));
	ck_assert(!notifier_interval_too_brief(0, 60));      /* a poll */
	ck_assert(!notifier_interval_too_brief(3600, 7200)); /* RFC 6665 4.2.1.1 */
	ck_assert(notifier_interval_too_brief(3599, 7200));
	ck_assert_uint_eq(notifier_grants(false, 0, 3600, 7200), 3600);
	ck_assert_uint_eq(notifier_grants(true, 600, 3600, 7200), 600);
	ck_assert_uint_eq(notifier_grants(true, 99999, 3600, 7200), 7200);
	ck_assert_uint_eq(notifier_grants(true, 0, 3600, 7200), 0);
}
END_TEST

UNIT("notifier", the_first_notify_is_owed_at_once, approval_does_not_wait_for_the_throttle,
     changes_are_throttled_and_the_last_wins, a_refresh_is_answered_at_once,
     expiry_and_expires_0_end_it, a_poll_waits_for_its_end, a_dialog_that_is_dead_is_over,
     nothing_follows_the_end, intervals)
