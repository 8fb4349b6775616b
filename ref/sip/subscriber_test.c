#include "sip/subscriber.h"

#include <string.h>

#include "lib/unit.h"

static struct subscriber s;
static const struct subscriber_times t = {
	.expires = 3600, .timer_n = 32000, .retry_min = 5000, .retry_max = 20000
};

static void begin(uint64_t now)
{
	memset(&s, 0, sizeof s);
	ck_assert_int_eq(subscriber_want(&s, now), STEP_FIRST);
	subscriber_sent(&s, STEP_FIRST, now, &t);
	ck_assert_int_eq(s.state, SUBSCRIBER_TRYING);
	ck_assert_int_eq(subscriber_want(&s, now), STEP_NONE);
}

static void live(uint64_t now, uint32_t expires)
{
	begin(now);
	ck_assert_int_eq(subscriber_accepted(&s, expires, now, &t), STEP_NONE);
	ck_assert_int_eq(s.state, SUBSCRIBER_WAITING);
	subscriber_notified(&s, -1, now, &t);
	ck_assert_int_eq(s.state, SUBSCRIBER_LIVE);
}

START_TEST(a_dialog_is_refreshed_before_it_expires)
{
	live(0, 3600);
	ck_assert_uint_eq(subscriber_due(&s), 3240000);
	ck_assert_int_eq(subscriber_tick(&s, true, 3239999, &t), STEP_NONE);
	ck_assert_int_eq(subscriber_tick(&s, true, 3240000, &t), STEP_REFRESH);
	subscriber_sent(&s, STEP_REFRESH, 3240000, &t);
	ck_assert(subscriber_has_dialog(&s));
	ck_assert_int_eq(subscriber_accepted(&s, 3600, 3240010, &t), STEP_NONE);
	ck_assert_int_eq(s.state, SUBSCRIBER_LIVE);
	ck_assert_uint_eq(subscriber_due(&s), 3240010 + 3240000);
}
END_TEST

START_TEST(refresh_times)
{
	ck_assert_uint_eq(subscriber_refresh_after(3600), 3240000);
	ck_assert_uint_eq(subscriber_refresh_after(100), 70000);
	ck_assert_uint_eq(subscriber_refresh_after(40), 20000); /* half at least */
	ck_assert_uint_eq(subscriber_refresh_after(10), 5000);
	ck_assert_uint_eq(subscriber_refresh_after(0), 0);
}
END_TEST

/* RFC 6665 4.1.3: what Subscription-State says is what counts. */
START_TEST(a_notify_before_the_answer_shortens_it)
{
	begin(0);
	subscriber_notified(&s, 30, 0, &t);
	ck_assert_int_eq(subscriber_accepted(&s, 3600, 1000, &t), STEP_NONE);
	ck_assert_uint_eq(s.expires_at, 30000);
	ck_assert_uint_eq(subscriber_due(&s), 1000 + subscriber_refresh_after(29));
	/* and the next dialog begins without it */
	subscriber_failed(&s, 0, 2000, &t);
	ck_assert_int_eq(subscriber_tick(&s, true, subscriber_due(&s), &t), STEP_FIRST);
	subscriber_sent(&s, STEP_FIRST, 9000, &t);
	ck_assert_int_eq(subscriber_accepted(&s, 600, 9000, &t), STEP_NONE);
	ck_assert_uint_eq(s.expires_at, 609000);
}
END_TEST

START_TEST(a_notify_before_the_answer_counts)
{
	begin(0);
	subscriber_notified(&s, 600, 0, &t);
	ck_assert_int_eq(s.state, SUBSCRIBER_TRYING);
	ck_assert_int_eq(subscriber_accepted(&s, 600, 1, &t), STEP_NONE);
	ck_assert_int_eq(s.state, SUBSCRIBER_LIVE);
}
END_TEST

/* Of its one second a part has passed, whichever came first. */
START_TEST(a_very_short_one_is_not_refreshed_at_once)
{
	begin(0);
	subscriber_notified(&s, 1, 0, &t);
	ck_assert_int_eq(subscriber_accepted(&s, 1, 200, &t), STEP_NONE);
	ck_assert_int_eq(s.state, SUBSCRIBER_LIVE);
	ck_assert_uint_eq(subscriber_due(&s), 600);
	begin(0);
	ck_assert_int_eq(subscriber_accepted(&s, 1, 0, &t), STEP_NONE);
	subscriber_notified(&s, 1, 20, &t);
	ck_assert_int_eq(s.state, SUBSCRIBER_LIVE);
	ck_assert_uint_eq(subscriber_due(&s), 510);
	ck_assert_int_eq(subscriber_tick(&s, true, 509, &t), STEP_NONE);
	ck_assert_int_eq(subscriber_tick(&s, true, 510, &t), STEP_REFRESH);
	/* None of it is left. */
	begin(0);
	subscriber_notified(&s, 1, 0, &t);
	ck_assert_int_eq(subscriber_accepted(&s, 1, 1000, &t), STEP_NONE);
	ck_assert_uint_eq(subscriber_due(&s), 1000);
	ck_assert_int_eq(subscriber_tick(&s, true, 1000, &t), STEP_FIRST);
}
END_TEST

START_TEST(no_notify_in_timer_n_is_a_failure)
{
	begin(0);
	subscriber_accepted(&s, 3600, 0, &t);
	ck_assert_uint_eq(subscriber_due(&s), 32000);
	ck_assert_int_eq(subscriber_tick(&s, true, 32000, &t), STEP_NONE);
	ck_assert_int_eq(s.state, SUBSCRIBER_LATER);
	ck_assert_uint_eq(subscriber_due(&s), 37000);
	ck_assert_int_eq(subscriber_tick(&s, true, 37000, &t), STEP_FIRST);
}
END_TEST

START_TEST(failures_back_off)
{
	static const uint64_t wait[] = { 5000, 10000, 20000, 20000 };
	uint64_t now = 0;

	begin(0);
	for (size_t i = 0; i < 4; i++) {
		subscriber_failed(&s, 0, now, &t);
		ck_assert_uint_eq(subscriber_due(&s), now + wait[i]);
		now += wait[i];
		ck_assert_int_eq(subscriber_tick(&s, true, now, &t), STEP_FIRST);
		subscriber_sent(&s, STEP_FIRST, now, &t);
	}
	subscriber_failed(&s, 60000, now, &t);
	ck_assert_uint_eq(subscriber_due(&s), now + 60000);
	ck_assert_int_eq(subscriber_want(&s, now), STEP_NONE);
	ck_assert_int_eq(subscriber_want(&s, now + 60000), STEP_FIRST);
	subscriber_failed(&s, UINT64_MAX, now, &t);
	ck_assert_int_eq(s.state, SUBSCRIBER_NONE);
	ck_assert_uint_eq(subscriber_due(&s), UINT64_MAX);
}
END_TEST

START_TEST(leaving_waits_for_the_answer)
{
	begin(0);
	ck_assert_int_eq(subscriber_leave(&s), STEP_NONE);
	ck_assert_int_eq(subscriber_accepted(&s, 3600, 1, &t), STEP_END);
	subscriber_sent(&s, STEP_END, 1, &t);
	ck_assert_int_eq(s.state, SUBSCRIBER_ENDING);
	ck_assert_int_eq(subscriber_accepted(&s, 0, 2, &t), STEP_NONE);
	ck_assert_int_eq(subscriber_terminated(&s, VIEW("timeout"), -1, false, 3, &t),
	                 VERDICT_OVER);
	ck_assert_int_eq(s.state, SUBSCRIBER_NONE);

	live(0, 3600);
	ck_assert_int_eq(subscriber_leave(&s), STEP_END);
	subscriber_sent(&s, STEP_END, 5, &t);
	/* A notifier that never says its last word. */
	ck_assert_int_eq(subscriber_tick(&s, false, 32005, &t), STEP_NONE);
	ck_assert_int_eq(s.state, SUBSCRIBER_NONE);
}
END_TEST

START_TEST(what_a_reason_means)
{
	static const struct {
		const char *reason;
		int64_t retry;
		enum subscriber_verdict verdict;
		uint64_t due;
	} row[] = {
		{ "deactivated", -1, VERDICT_AGAIN, 100 },
		{ "DEACTIVATED", -1, VERDICT_AGAIN, 100 },
		{ "timeout", -1, VERDICT_AGAIN, 100 },
		{ "probation", 7, VERDICT_AGAIN, 7100 },
		{ "probation", -1, VERDICT_AGAIN, 60100 },
		{ "giveup", 9, VERDICT_AGAIN, 9100 },
		{ "giveup", -1, VERDICT_OVER, UINT64_MAX },
		{ "rejected", 5, VERDICT_DENIED, UINT64_MAX },
		{ "noresource", -1, VERDICT_DENIED, UINT64_MAX },
		{ "invariant", -1, VERDICT_OVER, UINT64_MAX },
		{ "", 4, VERDICT_AGAIN, 4100 },
		{ "what-is-this", -1, VERDICT_OVER, UINT64_MAX },
	};

	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		live(0, 3600);
		ck_assert_msg(subscriber_terminated(&s, view_of(row[i].reason), row[i].retry,
		                                    true, 100, &t) == row[i].verdict,
		              "row %zu", i);
		ck_assert_msg(subscriber_due(&s) == row[i].due, "row %zu: %llu", i,
		              (unsigned long long)subscriber_due(&s));
	}
}
END_TEST

START_TEST(deactivated_in_a_loop_is_slowed_down)
{
	live(0, 3600);
	subscriber_terminated(&s, VIEW("deactivated"), -1, true, 0, &t);
	ck_assert_uint_eq(subscriber_due(&s), 0);
	ck_assert_int_eq(subscriber_tick(&s, true, 0, &t), STEP_FIRST);
	subscriber_sent(&s, STEP_FIRST, 0, &t);
	subscriber_terminated(&s, VIEW("deactivated"), -1, true, 0, &t);
	ck_assert_uint_gt(subscriber_due(&s), 0);
}
END_TEST

START_TEST(too_brief_is_asked_once_more)
{
	begin(0);
	ck_assert_int_eq(subscriber_too_brief(&s, 7200), STEP_FIRST);
	ck_assert_uint_eq(subscriber_asks(&s, STEP_FIRST, &t), 7200);
	subscriber_sent(&s, STEP_FIRST, 0, &t);
	ck_assert_int_eq(subscriber_too_brief(&s, 7200), STEP_NONE);
	ck_assert_int_eq(subscriber_too_brief(&s, 0), STEP_NONE);
	ck_assert_uint_eq(subscriber_asks(&s, STEP_END, &t), 0);
}
END_TEST

START_TEST(an_unwanted_one_runs_out)
{
	live(0, 100);
	ck_assert_int_eq(subscriber_tick(&s, false, 70000, &t), STEP_NONE);
	ck_assert_uint_eq(subscriber_due(&s), 100000);
	ck_assert_int_eq(subscriber_tick(&s, false, 100000, &t), STEP_NONE);
	ck_assert_int_eq(s.state, SUBSCRIBER_NONE);
}
END_TEST

START_TEST(a_failed_refresh_leaves_the_dialog)
{
	live(0, 100);
	subscriber_sent(&s, subscriber_tick(&s, true, 70000, &t), 70000, &t);
	subscriber_refresh_failed(&s, 71000, &t);
	ck_assert(subscriber_has_dialog(&s));
	ck_assert_uint_eq(subscriber_due(&s), 76000);
	/* And when it has expired, a new one is made. */
	ck_assert_int_eq(subscriber_tick(&s, true, 100000, &t), STEP_FIRST);
}
END_TEST

START_TEST(a_notifier_may_shorten_it)
{
	live(0, 3600);
	subscriber_notified(&s, 100, 1000, &t);
	ck_assert_uint_eq(subscriber_due(&s), 71000);
	subscriber_notified(&s, 99999, 1000, &t); /* not prolong it */
	ck_assert_uint_eq(s.expires_at, 101000);
}
END_TEST

UNIT("subscriber", a_dialog_is_refreshed_before_it_expires, refresh_times,
     a_notify_before_the_answer_counts, a_notify_before_the_answer_shortens_it,
     no_notify_in_timer_n_is_a_failure, failures_back_off, leaving_waits_for_the_answer,
     what_a_reason_means, deactivated_in_a_loop_is_slowed_down, too_brief_is_asked_once_more,
     a_very_short_one_is_not_refreshed_at_once, an_unwanted_one_runs_out,
     a_failed_refresh_leaves_the_dialog, a_notifier_may_shorten_it)
