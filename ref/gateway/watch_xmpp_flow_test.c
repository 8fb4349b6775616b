/* Romeo watches Sally: RFC 8048 5.2 and 7, RFC 6665 4.1. */
#include "gateway/watch_rig.h"

#define SEEN "=200 !subscribed !available/pc7"

static void romeo_watches(void)
{
	romeo_says("subscribe");
	is(">SUBSCRIBE:3600");
	server_answers(200, 3600);
	server_notifies("active;expires=3600", "pc7");
	is(SEEN);
}

/* --- asking ---------------------------------------------------------------------------- */

START_TEST(asked_approved_and_seen)
{
	begin();
	romeo_says("subscribe");
	is(">SUBSCRIBE:3600");
	ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "asked");
	server_answers(200, 3600);
	server_notifies("pending;expires=3600", NULL);
	is("=200");
	server_notifies("active;expires=3600", "pc7");
	is(SEEN);
	ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "granted");
	server_notifies("active;expires=3600", "pc7"); /* nothing new */
	is("=200");
	end();
}
END_TEST

START_TEST(a_notify_may_come_before_the_answer)
{
	begin();
	romeo_says("subscribe");
	is(">SUBSCRIBE:3600");
	server_notifies("active;expires=3600", "pc7");
	is(SEEN);
	server_answers(200, 3600);
	is("");
	end();
}
END_TEST

START_TEST(approved_without_a_document_he_sees_that_she_is_away)
{
	begin();
	romeo_says("subscribe");
	server_answers(200, 3600);
	server_notifies("active;expires=3600", NULL);
	is(">SUBSCRIBE:3600 =200 !subscribed !unavailable"); /* P12 */
	end();
}
END_TEST

START_TEST(denied_by_the_server)
{
	begin();
	romeo_says("subscribe");
	server_answers(403, 0);
	is(">SUBSCRIBE:3600 !unsubscribed");
	ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "");
	ck_assert_uint_eq(watch_count(g), 0);
	end();
}
END_TEST

START_TEST(denied_by_her)
{
	begin();
	romeo_says("subscribe");
	server_answers(200, 3600);
	server_notifies("pending;expires=3600", NULL);
	server_notifies("terminated;reason=rejected", NULL);
	is(">SUBSCRIBE:3600 =200 =200 !unsubscribed");
	ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "");
	ck_assert_uint_eq(watch_count(g), 0);
	end();
}
END_TEST

START_TEST(nobody_there_to_be_asked)
{
	begin();
	romeo("subscribe", "", "ask1", "");
	server_answers(404, 0);
	is(">SUBSCRIBE:3600 !error:item-not-found");
	ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "");
	ck_assert_uint_eq(watch_count(g), 0);
	end();
}
END_TEST

START_TEST(too_brief_is_asked_longer)
{
	begin();
	romeo_says("subscribe");
	ck_assert(rig_answer(false, 423, "Min-Expires: 7200\r\n"));
	is(">SUBSCRIBE:3600 >SUBSCRIBE:7200");
	ck_assert(rig_answer(false, 423, "Min-Expires: 7200\r\n"));
	is("!error:resource-constraint");
	rig_settle();
	ck_assert_uint_eq(watch_count(g), 0);
	end();
}
END_TEST

START_TEST(a_server_that_is_down_is_tried_again)
{
	begin_with("  retry-min: 10s\n  retry-max: 40s\n");
	romeo_says("subscribe");
	server_answers(500, 0);
	is(">SUBSCRIBE:3600");
	pass(9999);
	is("");
	pass(1);
	server_answers(500, 0);
	is(">SUBSCRIBE:3600");
	pass(20000);
	is(">SUBSCRIBE:3600");
	server_answers(200, 3600);
	server_notifies("active;expires=3600", "pc7");
	is(SEEN);
	end();
}
END_TEST

static void gone(void *arg)
{
	(void)arg;
}

START_TEST(a_gateway_that_leaves_begins_no_watch)
{
	begin_with("  retry-min: 10s\n  retry-max: 40s\n");
	romeo_says("subscribe");
	server_answers(500, 0);
	is(">SUBSCRIBE:3600");
	gateway_drain(g, 60000, gone, NULL);
	pass(20000);
	is("");
	ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "asked");
	end();
}
END_TEST

/* What was granted is not undone because she is not there when it is asked for anew (P101). */
START_TEST(a_permission_outlives_who_is_away)
{
	static const struct {
		unsigned status;
		const char *told;
	} rows[] = {
		{ 480, "!unavailable" }, { 404, "!unavailable" }, { 410, "!unavailable" },
		{ 604, "!unavailable" }, { 481, "!unavailable" }, { 401, "" }, { 407, "" },
		{ 400, "" }, { 408, "" }, { 423, "" }, { 300, "" }, { 500, "" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		begin_with("  retry-min: 10s\n  retry-max: 40s\n");
		romeo_watches();
		is_killed();
		starts();
		pass(60 * 1000);
		is(">SUBSCRIBE:3600");
		server_answers(rows[i].status, 0);
		is(rows[i].told);
		ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "granted");
		pass(60 * 1000);
		is(">SUBSCRIBE:3600");
		server_answers(200, 3600);
		server_notifies("active;expires=3600", "pc7");
		is("=200 !available/pc7");
		end();
	}
}
END_TEST

START_TEST(she_logs_off_and_on)
{
	begin();
	romeo_watches();
	pass(3570 * 1000);
	is(">SUBSCRIBE:3600");
	server_answers(480, 0);
	is("!unavailable/pc7");
	romeo_says("probe");
	is("!unavailable");
	for (int i = 0; i < 3; i++) {
		pass(60 * 1000);
		is(">SUBSCRIBE:3600");
		server_answers(480, 0);
		is("");
		ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "granted");
	}
	pass(60 * 1000);
	is(">SUBSCRIBE:3600");
	server_answers(200, 3600);
	server_notifies("active;expires=3600", "pc7");
	is("=200 !available/pc7");
	end();
}
END_TEST

START_TEST(a_permission_that_is_taken_back_is_gone)
{
	static const unsigned denied[] = { 403, 489, 603 };

	for (size_t i = 0; i < sizeof denied / sizeof denied[0]; i++) {
		begin();
		romeo_watches();
		is_killed();
		starts();
		pass(60 * 1000);
		is(">SUBSCRIBE:3600");
		server_answers(denied[i], 0);
		is("!unsubscribed");
		ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "");
		end();
	}
}
END_TEST

START_TEST(who_may_watch_is_told_so_again)
{
	begin();
	romeo_watches();
	romeo_says("subscribe");
	is("!subscribed");
	end();
}
END_TEST

/* --- what is seen -------------------------------------------------------------------------- */

START_TEST(resources_come_and_go)
{
	begin();
	romeo_watches();
	server_notifies("active", "pc7 pad");
	is("=200 !available/pad");
	server_notifies("active", "-pc7 pad");
	is("=200 !unavailable/pc7");
	server_notifies("active", "tv"); /* full state: what is not there is gone */
	is("=200 !available/tv !unavailable/pad");
	server_notifies("active", "-tv");
	is("=200 !unavailable/tv");
	end();
}
END_TEST

START_TEST(a_probe_is_answered_by_what_is_known)
{
	begin();
	romeo_watches();
	server_notifies("active", "pc7 pad");
	is("=200 !available/pad");
	romeo_says("probe");
	is("!available/pc7 !available/pad");
	server_notifies("active", "-pc7 -pad");
	is("=200 !unavailable/pc7 !unavailable/pad");
	romeo_says("probe");
	is("!unavailable");
	end();
}
END_TEST

/* P49 */
START_TEST(a_probe_of_a_device_is_answered_by_that_alone)
{
	begin();
	romeo_watches();
	server_notifies("active", "pc7 pad");
	is("=200 !available/pad");
	romeo_probes("pad");
	is("!available/pad");
	romeo_probes("tv");
	is("!unavailable/tv");
	romeo_probes("PAD");
	is("!unavailable/PAD");
	end();
}
END_TEST

START_TEST(a_poll_of_a_device_is_answered_by_that_alone)
{
	begin();
	romeo_probes("pad");
	is(">SUBSCRIBE:0");
	server_answers(200, 0);
	server_notifies("terminated;reason=timeout", "pc7 pad");
	is("=200 !available/pad");
	romeo_probes("tv");
	is(">SUBSCRIBE:0");
	server_answers(200, 0);
	server_notifies("terminated;reason=timeout", "pc7 pad");
	is("=200 !unavailable/tv");
	end();
}
END_TEST

/* Who asks to watch while he is polled for is asked for behind it, and sees everything. */
START_TEST(asked_while_a_poll_is_under_way)
{
	begin();
	romeo_probes("tv");
	romeo_says("subscribe");
	is(">SUBSCRIBE:0");
	server_answers(200, 0);
	server_notifies("terminated;reason=timeout", NULL);
	is("=200 >SUBSCRIBE:3600");
	server_answers(200, 3600);
	server_notifies("active;expires=3600", "pc7");
	is(SEEN);
	end();
	begin();
	romeo_says("probe");
	romeo_says("subscribe");
	is(">SUBSCRIBE:0");
	server_answers(403, 0);
	is(">SUBSCRIBE:3600");
	server_answers(403, 0);
	is("!unsubscribed");
	ck_assert_uint_eq(watch_count(g), 0);
	end();
}
END_TEST

/* P50: nobody is there, or she does not let him see. */
START_TEST(polls_that_show_nothing_are_alike)
{
	static const unsigned final[] = { 403, 404, 410, 480, 489, 603, 604, 0 };

	begin();
	for (size_t i = 0; i < sizeof final / sizeof final[0]; i++) {
		romeo_says("probe");
		if (final[i] != 0) {
			server_answers(final[i], 0);
			is(">SUBSCRIBE:0 !unsubscribed");
		} else {
			server_answers(200, 0);
			server_notifies("terminated;reason=noresource", NULL);
			is(">SUBSCRIBE:0 =200 !unsubscribed");
		}
		ck_assert_uint_eq(watch_count(g), 0);
	}
	romeo_says("probe");
	server_answers(503, 0); /* nobody could be asked */
	is(">SUBSCRIBE:0");
	end();
}
END_TEST

START_TEST(a_probe_of_nobody_is_a_poll)
{
	begin();
	romeo_says("probe");
	is(">SUBSCRIBE:0");
	server_answers(200, 0);
	server_notifies("terminated;reason=timeout", "pc7");
	is("=200 !available/pc7");
	ck_assert_uint_eq(watch_count(g), 0);
	romeo_says("probe");
	server_answers(403, 0);
	is(">SUBSCRIBE:0 !unsubscribed");
	ck_assert_uint_eq(watch_count(g), 0);
	ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "");
	end();
}
END_TEST

/* --- time ------------------------------------------------------------------------------------ */

START_TEST(refreshed_while_he_is_alive)
{
	begin();
	romeo_watches();
	pass(3239 * 1000); /* 0.9 of an hour */
	is("");
	pass(1000);
	is(">SUBSCRIBE:3600");
	server_answers(200, 3600);
	pass(3240 * 1000);
	is(">SUBSCRIBE:3600");
	server_answers(481, 0); /* the dialog is gone: a new one, and nothing is seen of it */
	is(">SUBSCRIBE:3600");
	server_answers(200, 3600);
	server_notifies("active;expires=3600", "pc7");
	is("=200");
	end();
}
END_TEST

/* P21: his dialog runs out unseen, and his next sign makes a new one. */
START_TEST(a_watcher_without_a_sign_of_life_is_left)
{
	begin_with("subscription-refresh-interval: 3600s\n");
	romeo_watches();
	pass(3240 * 1000);
	is(">SUBSCRIBE:3600");
	server_answers(200, 3600);
	pass(3600 * 1000);
	is("!unavailable/pc7");
	pass(24 * HOURS);
	is("");
	ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "granted");
	romeo_says("probe");
	is(">SUBSCRIBE:3600");
	server_answers(200, 3600);
	server_notifies("active;expires=3600", "pc7");
	is("=200 !available/pc7");
	end();
}
END_TEST

/* --- the end ------------------------------------------------------------------------------------ */

START_TEST(he_leaves)
{
	begin();
	romeo_watches();
	romeo_says("unsubscribe");
	is("!unavailable/pc7 >SUBSCRIBE:0");
	ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "none"); /* and he is to be told */
	server_answers(200, 0);
	is("!unsubscribed"); /* P9 */
	server_notifies("terminated;reason=timeout", NULL);
	is("=200");
	ck_assert_uint_eq(watch_count(g), 0);
	romeo_says("unsubscribe");
	is("");
	ck_assert_uint_eq(watch_count(g), 0);
	end();
}
END_TEST

/* RFC 6121 3.3.3: of each device he was shown, and before the rest. */
START_TEST(he_leaves_and_sees_nobody)
{
	begin();
	romeo_watches();
	server_notifies("active", "pc7 pad");
	is("=200 !available/pad");
	romeo_says("unsubscribe");
	is("!unavailable/pc7 !unavailable/pad >SUBSCRIBE:0");
	server_notifies("active", "pc7 tv"); /* on its way when he left */
	is("=200");
	romeo_says("unsubscribe");
	is("");
	server_answers(200, 0);
	is("!unsubscribed");
	server_notifies("terminated;reason=timeout", NULL);
	is("=200");
	ck_assert_uint_eq(watch_count(g), 0);
	end();
}
END_TEST

/* What the link does not take then is told behind the break, in the same order. */
START_TEST(he_leaves_while_the_link_is_down)
{
	begin();
	romeo_watches();
	session_is_over();
	romeo_says("unsubscribe");
	is(">SUBSCRIBE:0");
	server_answers(200, 0);
	is("");
	link_comes_up();
	is("!unavailable/pc7 !unsubscribed");
	server_notifies("terminated;reason=timeout", NULL);
	is("=200");
	ck_assert_uint_eq(watch_count(g), 0);
	end();
}
END_TEST

/* A poll of his goes on: there is nothing that he could leave. */
START_TEST(who_does_not_watch_cannot_leave)
{
	begin();
	romeo_says("probe");
	is(">SUBSCRIBE:0");
	romeo_says("unsubscribe");
	is("");
	server_answers(200, 0);
	server_notifies("terminated;reason=timeout", "pc7");
	is("=200 !available/pc7");
	ck_assert_uint_eq(watch_count(g), 0);
	end();
}
END_TEST

START_TEST(he_leaves_while_she_thinks)
{
	begin();
	romeo_says("subscribe");
	server_answers(200, 3600);
	server_notifies("pending;expires=3600", NULL);
	romeo_says("unsubscribe");
	is(">SUBSCRIBE:3600 =200 >SUBSCRIBE:0");
	server_answers(200, 0);
	is("!unsubscribed");
	server_notifies("terminated;reason=timeout", NULL);
	is("=200");
	ck_assert_uint_eq(watch_count(g), 0);
	ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "");
	end();
}
END_TEST

START_TEST(she_revokes)
{
	begin();
	romeo_watches();
	server_notifies("terminated;reason=rejected", NULL);
	is("=200 !unavailable/pc7 !unsubscribed");
	ck_assert_uint_eq(watch_count(g), 0);
	ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "");
	end();
}
END_TEST

/* P33: at once, and nobody sees a flap; then slower. */
START_TEST(deactivated_it_begins_anew)
{
	begin_with("  retry-min: 10s\n");
	romeo_watches();
	server_notifies("terminated;reason=deactivated", NULL);
	is("=200 >SUBSCRIBE:3600");
	server_answers(200, 3600);
	server_notifies("active;expires=3600", "pc7");
	is("=200");
	end();
}
END_TEST

START_TEST(on_probation_it_begins_later)
{
	begin();
	romeo_watches();
	server_notifies("terminated;reason=probation;retry-after=30", NULL);
	is("=200 !unavailable/pc7");
	pass(30000);
	is(">SUBSCRIBE:3600");
	server_answers(200, 3600);
	server_notifies("active;expires=3600", "pc7");
	is("=200 !available/pc7");
	end();
}
END_TEST

UNIT("watch_xmpp_flow", asked_approved_and_seen, a_notify_may_come_before_the_answer,
     approved_without_a_document_he_sees_that_she_is_away, denied_by_the_server, denied_by_her,
     nobody_there_to_be_asked, too_brief_is_asked_longer, a_server_that_is_down_is_tried_again,
     who_may_watch_is_told_so_again,
     a_gateway_that_leaves_begins_no_watch,
     a_permission_outlives_who_is_away, she_logs_off_and_on,
     a_permission_that_is_taken_back_is_gone, resources_come_and_go,
     a_probe_is_answered_by_what_is_known, a_probe_of_a_device_is_answered_by_that_alone,
     a_poll_of_a_device_is_answered_by_that_alone, asked_while_a_poll_is_under_way,
     polls_that_show_nothing_are_alike, a_probe_of_nobody_is_a_poll,
     refreshed_while_he_is_alive, a_watcher_without_a_sign_of_life_is_left, he_leaves,
     he_leaves_and_sees_nobody, he_leaves_while_the_link_is_down,
     who_does_not_watch_cannot_leave, he_leaves_while_she_thinks, she_revokes,
     deactivated_it_begins_anew, on_probation_it_begins_later)
