/* What a partner's user is to be told of his watch, and a kill, or a broken link, before
 * it is known that he was: docs/why/012. */
#include "gateway/watch_rig.h"

static void romeo_waits(void)
{
	romeo_asks();
	server_answers(200, 3600);
}

static void is_killed_and_starts(void)
{
	is_killed();
	rig_acks = rig_hands = true;
	starts();
}

/* She has said yes, or no, and what is said to him stops at `at`: rig_acks or rig_hands. */
static void yes_stops(bool *at, const char *devices)
{
	romeo_waits();
	*at = false;
	server_notifies("active;expires=3600", devices);
	is(devices != NULL ? SEEN : "=200 !subscribed !unavailable");
}

static void no_stops(bool *at)
{
	romeo_watches();
	*at = false;
	server_notifies("terminated;reason=rejected", NULL);
	is("=200 !unavailable/pc7 !unsubscribed");
}

/* --- a kill ------------------------------------------------------------------------------ */

START_TEST(a_yes_that_the_edge_may_not_have_is_said_again)
{
	begin();
	yes_stops(&rig_acks, "pc7");
	is_killed_and_starts();
	is("!subscribed >SUBSCRIBE:3600");
	is_killed_and_starts(); /* now it is known */
	is(">SUBSCRIBE:3600");
	ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "granted");
	end();
}
END_TEST

/* The edge has it, and nobody knows what becomes of it. */
START_TEST(a_yes_that_is_not_handed_over_is_said_again)
{
	begin();
	yes_stops(&rig_hands, "pc7");
	romeo_says("probe"); /* it is still on its way */
	is("!available/pc7");
	is_killed_and_starts();
	is("!subscribed >SUBSCRIBE:3600");
	is_killed_and_starts();
	is(">SUBSCRIBE:3600");
	end();
}
END_TEST

START_TEST(a_no_that_is_not_handed_over_is_said_again)
{
	begin();
	no_stops(&rig_hands);
	is_killed_and_starts();
	is("!unsubscribed");
	ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "");
	end();
}
END_TEST

/* The edge had acknowledged it, and its session ends before it says more. */
START_TEST(what_was_not_handed_over_when_the_session_ended)
{
	begin();
	yes_stops(&rig_hands, "pc7");
	link_goes_down();
	rig_hands = true;
	link_comes_up();
	is("!subscribed");
	link_goes_down();
	link_comes_up();
	is("");
	end();
}
END_TEST

/* Behind the acknowledgement it comes back, and then the gateway is killed. */
START_TEST(a_yes_that_is_acknowledged_and_comes_back)
{
	begin();
	yes_stops(&rig_hands, NULL);
	romeo("error", "", rig_said(), "remote-server-timeout");
	is("");
	ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "granted");
	is_killed_and_starts();
	is("!subscribed >SUBSCRIBE:3600");
	end();
}
END_TEST

/* Whom nothing reaches is owed nothing for ever. */
START_TEST(a_no_that_comes_back_is_not_said_again)
{
	begin();
	no_stops(&rig_hands);
	romeo("error", "", rig_said(), "remote-server-not-found");
	is("");
	ck_assert_uint_eq(watch_count(g), 0);
	ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "");
	rig_hands = true;
	end();
}
END_TEST

/* Word for word: one of before says nothing of the one of now, one of nobody nothing. */
START_TEST(what_is_handed_over_is_one_word)
{
	begin();
	yes_stops(&rig_hands, NULL);
	g->uplink->ops.handed(g, VIEW(SALLY), VIEW(ROMEO), VIEW("another"));
	g->uplink->ops.handed(g, VIEW(ROMEO), VIEW(SALLY), view_of(rig_said()));
	g->uplink->ops.handed(g, VIEW(SALLY), VIEW("nobody@fabrikam.example"),
	                      view_of(rig_said()));
	is_killed_and_starts();
	is("!subscribed >SUBSCRIBE:3600");
	g->uplink->ops.handed(g, VIEW(SALLY), VIEW(ROMEO), view_of(rig_said()));
	g->uplink->ops.handed(g, VIEW(SALLY), VIEW(ROMEO), view_of(rig_said()));
	is("");
	end();
}
END_TEST

START_TEST(a_yes_that_the_edge_has_is_not)
{
	begin();
	romeo_watches();
	is_killed_and_starts();
	is(">SUBSCRIBE:3600");
	server_shows("pc7", "=200 !available/pc7");
	end();
}
END_TEST

START_TEST(a_yes_while_nobody_hears_it)
{
	begin();
	romeo_waits();
	link_goes_down();
	server_notifies("active;expires=3600", "pc7");
	is("=200");
	rig_link = RIG_DOWN;
	is_killed_and_starts();
	is(">SUBSCRIBE:3600");
	server_shows("pc7", "=200");
	link_comes_up();
	is("!subscribed !available/pc7");
	link_goes_down();
	link_comes_up();
	is("");
	end();
}
END_TEST

START_TEST(a_no_that_the_edge_may_not_have_is_said_again)
{
	begin();
	romeo_waits();
	rig_acks = false;
	server_notifies("terminated;reason=rejected", NULL);
	is("=200 !unsubscribed");
	ck_assert_uint_eq(watch_count(g), 1);
	is_killed_and_starts();
	is("!unsubscribed");
	ck_assert_uint_eq(watch_count(g), 0);
	ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "");
	is_killed_and_starts();
	is("");
	end();
}
END_TEST

START_TEST(a_no_behind_a_yes)
{
	begin();
	no_stops(&rig_acks);
	is_killed_and_starts();
	is("!unsubscribed");
	ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "");
	end();
}
END_TEST

/* The word of before is acknowledged behind the one of now. */
START_TEST(an_acknowledgement_is_of_one_word)
{
	begin();
	yes_stops(&rig_acks, NULL);
	server_notifies("terminated;reason=rejected", NULL);
	is("=200 !unsubscribed");
	edge_acknowledges_one();
	edge_acknowledges_one();
	ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "none");
	is_killed_and_starts();
	is("!unsubscribed");
	end();
}
END_TEST

START_TEST(an_error_that_the_edge_may_not_have)
{
	begin();
	romeo("subscribe", "", "ask1", "");
	rig_acks = false;
	server_answers(404, 0);
	is(">SUBSCRIBE:3600 !error:item-not-found");
	is_killed_and_starts();
	is("!unsubscribed"); /* what the error was for is not known any more; that it is over is */
	ck_assert_uint_eq(watch_count(g), 0);
	ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "");
	end();
}
END_TEST

START_TEST(who_left_is_told_so_behind_a_kill)
{
	begin();
	romeo_watches();
	romeo_says("unsubscribe");
	is("!unavailable/pc7 >SUBSCRIBE:0");
	is_killed_and_starts();
	is("!unsubscribed");
	ck_assert_uint_eq(watch_count(g), 0);
	ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "");
	end();
}
END_TEST

START_TEST(who_asks_anew_is_owed_nothing)
{
	begin();
	romeo_waits();
	rig_acks = false;
	server_notifies("terminated;reason=rejected", NULL);
	is("=200 !unsubscribed");
	romeo_asks();
	ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "asked");
	is_killed_and_starts();
	is(">SUBSCRIBE:3600");
	end();
}
END_TEST

START_TEST(a_no_that_could_not_be_stored_is_told_all_the_same)
{
	begin();
	romeo_waits();
	disk_is_full(true);
	server_notifies("terminated;reason=rejected", NULL);
	is("=200 !unsubscribed");
	disk_is_full(false);
	ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "");
	ck_assert_uint_eq(watch_count(g), 0);
	end();
}
END_TEST

START_TEST(a_watch_of_nobody_ends_though_that_cannot_be_stored)
{
	begin();
	romeo("subscribe", "", "ask1", "");
	disk_is_full(true);
	server_answers(404, 0);
	is(">SUBSCRIBE:3600 !error:item-not-found");
	disk_is_full(false);
	ck_assert_uint_eq(watch_count(g), 0);
	ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "");
	end();
}
END_TEST

START_TEST(a_yes_that_cannot_be_stored_is_not_told)
{
	begin();
	romeo_waits();
	disk_is_full(true);
	server_notifies("active;expires=3600", "pc7");
	is("=200");
	disk_is_full(false);
	server_notifies("active;expires=3600", "pc7");
	is(SEEN);
	end();
}
END_TEST

/* --- a partner who cannot be reached ---------------------------------------------------------- */

START_TEST(a_yes_that_came_back_is_said_again_with_the_next_state)
{
	begin();
	romeo_watches();
	romeo("error", "", rig_said(), "remote-server-timeout");
	is("");
	server_notifies("active;expires=3600", "pc7 pad");
	is("=200 !subscribed !available/pad");
	romeo("error", "", rig_said(), "remote-server-timeout");
	is_killed_and_starts();
	is("!subscribed >SUBSCRIBE:3600");
	end();
}
END_TEST

/* --- a link that breaks ------------------------------------------------------------------------- */

START_TEST(what_was_on_its_way_when_the_link_broke)
{
	begin();
	yes_stops(&rig_acks, "pc7");
	link_breaks();
	rig_acks = true;
	link_is_resumed();
	is("!subscribed !available/pc7"); /* by the link itself */
	ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "granted");
	is_killed_and_starts();
	is(">SUBSCRIBE:3600");
	end();
}
END_TEST

START_TEST(what_was_on_its_way_when_the_session_ended)
{
	begin();
	yes_stops(&rig_acks, "pc7");
	link_goes_down();
	rig_acks = true;
	link_comes_up();
	is("!subscribed !available/pc7");
	link_goes_down();
	link_comes_up();
	is("");
	end();
}
END_TEST

START_TEST(a_no_while_the_link_was_down)
{
	begin();
	romeo_watches();
	link_goes_down();
	server_notifies("terminated;reason=rejected", NULL);
	is("=200");
	ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "none");
	link_comes_up();
	is("!unavailable/pc7 !unsubscribed");
	ck_assert_uint_eq(watch_count(g), 0);
	ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "");
	end();
}
END_TEST

START_TEST(an_error_while_the_link_was_down)
{
	begin();
	romeo("subscribe", "", "ask1", "");
	is(">SUBSCRIBE:3600");
	link_goes_down();
	server_answers(404, 0);
	is("");
	link_comes_up();
	is("!unsubscribed");
	ck_assert_uint_eq(watch_count(g), 0);
	end();
}
END_TEST

/* Nothing breaks, but nothing more is taken. */
START_TEST(a_full_link_is_tried_again)
{
	begin();
	romeo_waits();
	rig_link_full = true;
	server_notifies("active;expires=3600", "pc7");
	is("=200");
	pass(5000);
	is("");
	rig_link_full = false;
	pass(1000);
	is("!subscribed !available/pc7");
	rig_settle();
	pass(60000);
	is("");
	end();
}
END_TEST

UNIT("watch_owed", a_yes_that_is_not_handed_over_is_said_again,
     a_no_that_is_not_handed_over_is_said_again,
     what_was_not_handed_over_when_the_session_ended, a_yes_that_is_acknowledged_and_comes_back,
     a_no_that_comes_back_is_not_said_again, what_is_handed_over_is_one_word,
     a_yes_that_the_edge_may_not_have_is_said_again, a_yes_that_the_edge_has_is_not,
     a_yes_while_nobody_hears_it, a_no_that_the_edge_may_not_have_is_said_again,
     a_no_behind_a_yes, an_acknowledgement_is_of_one_word, an_error_that_the_edge_may_not_have,
     who_left_is_told_so_behind_a_kill, who_asks_anew_is_owed_nothing,
     a_no_that_could_not_be_stored_is_told_all_the_same,
     a_watch_of_nobody_ends_though_that_cannot_be_stored,
     a_yes_that_cannot_be_stored_is_not_told,
     a_yes_that_came_back_is_said_again_with_the_next_state,
     what_was_on_its_way_when_the_link_broke, what_was_on_its_way_when_the_session_ended,
     a_no_while_the_link_was_down, an_error_while_the_link_was_down, a_full_link_is_tried_again)
