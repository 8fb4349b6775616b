/* Sally watches Romeo: RFC 8048 5.3 and 7, RFC 6665 4.2. */
#include "gateway/watch_rig.h"

static struct device phone = { .call = "phone" }, pad = { .call = "pad" };

static void sally_asks(struct device *d, unsigned expires, const char *story_)
{
	subscribes(d, expires);
	is(story_);
}

static void sally_watches(void)
{
	sally_asks(&phone, 600, "=200:600 >NOTIFY:pending !subscribe");
	romeo_says("subscribed");
	is(">NOTIFY:active");
	romeo_shows("pc");
	is(">NOTIFY:active{pc}");
}

/* --- asking --------------------------------------------------------------------------- */

START_TEST(asked_approved_and_seen)
{
	begin();
	sally_watches();
	ck_assert_str_eq(on_disk(STORE_SIP_WATCHES), "granted");
	romeo_shows("pc"); /* nothing new */
	is("");
	end();
}
END_TEST

/* What a server could not take is said again, and nothing else. */
START_TEST(what_was_not_taken_is_said_again)
{
	begin_with("  retry-min: 10s\n  retry-max: 20s\n");
	sally_watches();
	rig_hears = false;
	pass(5000);
	romeo_shows("pad");
	is(">NOTIFY:active{pc,pad}");
	ck_assert(rig_answer(true, 503, ""));
	pass(4999);
	is("");
	pass(5001);
	is(">NOTIFY:active{pc,pad}");
	ck_assert(rig_answer(true, 500, "Retry-After: 60\r\n"));
	pass(59000);
	is("");
	pass(1000);
	is(">NOTIFY:active{pc,pad}");
	ck_assert(rig_answer(true, 200, ""));
	pass(60000);
	is("");
	romeo_shows("car");
	is(">NOTIFY:active{pc,pad,car}");
	ck_assert(rig_answer(true, 400, ""));
	pass(60000);
	is("");
	rig_hears = true;
	end();
}
END_TEST

START_TEST(asked_and_denied)
{
	begin();
	sally_asks(&phone, 600, "=200:600 >NOTIFY:pending !subscribe");
	ck_assert_str_eq(on_disk(STORE_SIP_WATCHES), "asked");
	romeo_says("unsubscribed");
	is(">NOTIFY:terminated/rejected");
	ck_assert_str_eq(on_disk(STORE_SIP_WATCHES), "");
	ck_assert_uint_eq(watch_count(g), 0);
	end();
}
END_TEST

START_TEST(nobody_there_to_be_asked)
{
	begin();
	sally_asks(&phone, 600, "=200:600 >NOTIFY:pending !subscribe");
	romeo("error", "", "x", "item-not-found");
	is(">NOTIFY:terminated/noresource");
	ck_assert_str_eq(on_disk(STORE_SIP_WATCHES), "");
	end();
}
END_TEST

START_TEST(a_partner_who_cannot_be_reached_is_asked_again)
{
	begin();
	sally_asks(&phone, 600, "=200:600 >NOTIFY:pending !subscribe");
	romeo("error", "", "x", "remote-server-timeout");
	is("");
	refreshes(&phone, 600);
	is("=200:600 !subscribe >NOTIFY:pending");
	refreshes(&phone, 600); /* asked a moment ago */
	is("=200:600 >NOTIFY:pending");
	end();
}
END_TEST

START_TEST(asked_once_in_a_session_that_has_only_begun)
{
	begin();
	g->uplink->ops.began(g);
	sally_asks(&phone, 600, "=200:600 >NOTIFY:pending !subscribe");
	pass(50);
	is("");
	g->uplink->ops.began(g);
	pass(50);
	is("!subscribe");
	end();
}
END_TEST

START_TEST(asked_once_a_day)
{
	begin();
	sally_asks(&phone, 3600, "=200:3600 >NOTIFY:pending !subscribe");
	for (int half_hours = 1; half_hours < 48; half_hours++) {
		pass(1800 * 1000);
		refreshes(&phone, 3600);
		is("=200:3600 >NOTIFY:pending");
	}
	pass(1800 * 1000);
	refreshes(&phone, 3600);
	is("=200:3600 !subscribe >NOTIFY:pending");
	end();
}
END_TEST

START_TEST(approval_that_nobody_asked_for_is_nothing)
{
	begin();
	romeo_says("subscribed");
	romeo_says("unsubscribed");
	romeo_shows("pc");
	is("");
	ck_assert_uint_eq(watch_count(g), 0);
	end();
}
END_TEST

START_TEST(nothing_is_shown_before_he_approves)
{
	begin();
	sally_asks(&phone, 600, "=200:600 >NOTIFY:pending !subscribe");
	romeo_shows("pc");
	is("");
	romeo_says("subscribed");
	is(">NOTIFY:active");
	end();
}
END_TEST

/* --- what is seen ------------------------------------------------------------------------ */

START_TEST(resources_come_and_go)
{
	begin();
	sally_watches();
	romeo_shows("pad");
	is(">NOTIFY:active{pc,pad}");
	romeo_leaves("pc"); /* shown closed once: P15 */
	is(">NOTIFY:active{-pc,pad}");
	romeo_shows("tv");
	is(">NOTIFY:active{pad,tv}");
	romeo_leaves(""); /* all of them */
	is(">NOTIFY:active{-pad,-tv}");
	romeo_shows("pc");
	is(">NOTIFY:active{pc}");
	end();
}
END_TEST

START_TEST(devices_are_told_alike)
{
	begin();
	sally_watches();
	sally_asks(&pad, 600, "=200:600 >NOTIFY:active{pc} !probe");
	romeo_leaves("pc");
	is(">NOTIFY:active{-pc} >NOTIFY:active{-pc}");
	romeo_says("unsubscribed");
	is(">NOTIFY:terminated/rejected >NOTIFY:terminated/rejected");
	ck_assert_uint_eq(watch_count(g), 0);
	end();
}
END_TEST

START_TEST(the_last_state_wins_while_she_has_not_answered)
{
	begin();
	sally_watches();
	rig_hears = false;
	romeo_shows("pad");
	is(">NOTIFY:active{pc,pad}");
	romeo_leaves("pad");
	romeo_shows("tv");
	is("");
	rig_hears = true;
	rig_hear();
	is(">NOTIFY:active{pc,-pad,tv}");
	end();
}
END_TEST

START_TEST(changes_wait_for_the_interval)
{
	begin_with("  notify-interval: 5s\n");
	sally_asks(&phone, 600, "=200:600 >NOTIFY:pending !subscribe");
	romeo_says("subscribed"); /* at once */
	is(">NOTIFY:active");
	romeo_shows("pc");
	romeo_leaves("pc");
	romeo_shows("pad");
	is("");
	pass(4999);
	is("");
	pass(1);
	rig_hear();
	is(">NOTIFY:active{-pc,pad}");
	end();
}
END_TEST

/* --- the end ------------------------------------------------------------------------------- */

START_TEST(refreshed_it_goes_on_and_else_it_expires)
{
	begin();
	sally_watches();
	pass(599 * 1000);
	refreshes(&phone, 600);
	is("=200:600 >NOTIFY:active{pc}");
	pass(599 * 1000);
	is("");
	pass(1000);
	rig_hear();
	is("!unavailable >NOTIFY:terminated/timeout{-pc}");
	/* What he has allowed stays allowed: P14. */
	ck_assert_str_eq(on_disk(STORE_SIP_WATCHES), "granted");
	refreshes(&phone, 600);
	is("=481");
	sally_asks(&phone, 600, "=200:600 >NOTIFY:active{pc} !probe");
	end();
}
END_TEST

START_TEST(she_ends_it)
{
	begin();
	sally_watches();
	refreshes(&phone, 0);
	is("=200:0 !unavailable >NOTIFY:terminated/timeout{-pc}");
	ck_assert_str_eq(on_disk(STORE_SIP_WATCHES), "granted");
	sally_asks(&phone, 600, "=200:600 >NOTIFY:active{pc} !probe");
	end();
}
END_TEST

START_TEST(with_another_device_she_goes_on)
{
	begin();
	sally_watches();
	sally_asks(&pad, 600, "=200:600 >NOTIFY:active{pc} !probe");
	refreshes(&phone, 0);
	is("=200:0 >NOTIFY:terminated/timeout{-pc}");
	refreshes(&pad, 0);
	is("=200:0 !unavailable >NOTIFY:terminated/timeout{-pc}");
	end();
}
END_TEST

START_TEST(revoked)
{
	begin();
	sally_watches();
	romeo_says("unsubscribed");
	is(">NOTIFY:terminated/rejected");
	ck_assert_str_eq(on_disk(STORE_SIP_WATCHES), "");
	romeo_shows("pad");
	is("");
	sally_asks(&phone, 600, "=200:600 >NOTIFY:pending !subscribe");
	end();
}
END_TEST

START_TEST(a_device_that_does_not_know_the_dialog_is_left)
{
	begin();
	sally_watches();
	rig_hears = false;
	romeo_shows("pad");
	is(">NOTIFY:active{pc,pad}");
	ck_assert(rig_answer(true, 481, ""));
	rig_hears = true;
	is("");
	romeo_shows("tv");
	is("");
	ck_assert_str_eq(on_disk(STORE_SIP_WATCHES), "granted");
	end();
}
END_TEST

/* --- polls (P19) ------------------------------------------------------------------------------ */

START_TEST(a_poll_is_answered_by_what_is_known)
{
	begin();
	sally_watches();
	sally_asks(&pad, 0, "=200:0 >NOTIFY:terminated/timeout{pc}");
	end();
}
END_TEST

START_TEST(a_poll_waits_for_the_answer_to_a_probe)
{
	begin_with("  poll-wait: 2s\n");
	sally_asks(&pad, 0, "=200:0 !probe");
	romeo_shows("pc");
	is(">NOTIFY:terminated/timeout{pc}");
	sally_asks(&pad, 0, "=200:0 !probe");
	pass(1999);
	is("");
	pass(1);
	rig_hear();
	is(">NOTIFY:terminated/timeout");
	sally_asks(&pad, 0, "=200:0 !probe");
	romeo_says("unsubscribed");
	is(">NOTIFY:terminated/rejected");
	ck_assert_uint_eq(watch_count(g), 0);
	ck_assert_str_eq(on_disk(STORE_SIP_WATCHES), "");
	end();
}
END_TEST

UNIT("watch_sip_flow", asked_approved_and_seen, what_was_not_taken_is_said_again, asked_and_denied,
     nobody_there_to_be_asked, a_partner_who_cannot_be_reached_is_asked_again, asked_once_a_day,
     asked_once_in_a_session_that_has_only_begun, approval_that_nobody_asked_for_is_nothing,
     nothing_is_shown_before_he_approves, resources_come_and_go, devices_are_told_alike,
     the_last_state_wins_while_she_has_not_answered, changes_wait_for_the_interval,
     refreshed_it_goes_on_and_else_it_expires, she_ends_it, with_another_device_she_goes_on,
     revoked, a_device_that_does_not_know_the_dialog_is_left, a_poll_is_answered_by_what_is_known,
     a_poll_waits_for_the_answer_to_a_probe)
