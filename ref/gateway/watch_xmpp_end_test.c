/* How a watch of Romeo's ends, by him or by her: RFC 8048 5.2, RFC 6665 4.1. */
#include "gateway/watch_rig.h"

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
	server_shows("pc7", "=200");
	end();
}
END_TEST

START_TEST(on_probation_it_begins_later)
{
	begin();
	romeo_watches();
	server_notifies("terminated;reason=probation;retry-after=30", NULL);
	is("=200 !unavailable/pc7");
	romeo_says("probe"); /* it is not time to ask */
	is("!unavailable");
	pass(30000);
	is(">SUBSCRIBE:3600");
	server_shows("pc7", "=200 !available/pc7");
	end();
}
END_TEST

UNIT("watch_xmpp_end", he_leaves, he_leaves_and_sees_nobody, he_leaves_while_the_link_is_down,
     who_does_not_watch_cannot_leave, he_leaves_while_she_thinks, she_revokes,
     deactivated_it_begins_anew, on_probation_it_begins_later)
