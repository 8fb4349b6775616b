/* What Romeo sees of Sally: devices that come and go, probes, polls (RFC 8048 7),
 * and for how long. */
#include "gateway/watch_rig.h"

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
	server_shows("pc7", SEEN);
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
	server_answers(200, 0);
	server_notifies("terminated;reason=timeout", "-pc7");
	is(">SUBSCRIBE:0 =200 !unavailable/pc7");
	romeo_says("probe");
	server_answers(403, 0);
	is(">SUBSCRIBE:0 !unsubscribed");
	ck_assert_uint_eq(watch_count(g), 0);
	ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "");
	end();
}
END_TEST

/* P121 */
START_TEST(that_she_is_gone_is_said_once)
{
	begin();
	romeo_watches();
	server_notifies("active;expires=3600", "-pc7 -pad");
	is("=200 !unavailable/pc7");
	server_notifies("active;expires=3600", "-pc7");
	server_notifies("active;expires=3600", "-pad");
	is("=200 =200");
	romeo_says("probe");
	is("!unavailable");
	server_notifies("active;expires=3600", "pad");
	is("=200 !available/pad");
	server_notifies("active;expires=3600", "-pad");
	is("=200 !unavailable/pad");
	server_notifies("active;expires=3600", "-pad");
	is("=200");
	/* Another dialog, and nobody knows what he saw before it. */
	server_notifies("terminated;reason=deactivated", NULL);
	is("=200 >SUBSCRIBE:3600");
	server_answers(200, 3600);
	server_notifies("active;expires=3600", "-pad");
	server_notifies("active;expires=3600", "-pad");
	is("=200 !unavailable/pad =200");
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
	server_shows("pc7", "=200");
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
	server_shows("pc7", "=200 !available/pc7");
	end();
}
END_TEST

UNIT("watch_xmpp_seen", resources_come_and_go, a_probe_is_answered_by_what_is_known,
     a_probe_of_a_device_is_answered_by_that_alone,
     a_poll_of_a_device_is_answered_by_that_alone, asked_while_a_poll_is_under_way,
     polls_that_show_nothing_are_alike, a_probe_of_nobody_is_a_poll, that_she_is_gone_is_said_once,
     refreshed_while_he_is_alive, a_watcher_without_a_sign_of_life_is_left)
