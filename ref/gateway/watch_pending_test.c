/* Requests that nobody answers, and each way in which they end: no row is kept for ever
 * (P42). */
#include "gateway/watch_rig.h"

#define LIMIT   "  pending-limit: 10800s\n" /* three hours */
#define NOBODY  "litware.example: {type: federated}\n"
#define STRANGE "subscription-refresh-interval: 3600s\n"

static struct device phone = { .call = "phone" };

static void romeo_waits(void)
{
	romeo_asks();
	server_answers(200, 3600);
	server_notifies("pending;expires=3600", NULL);
	is("=200");
}

static void sally_asks(void)
{
	subscribes(&phone, 600);
	is("=200:600 >NOTIFY:pending !subscribe");
}

static void nothing_is_left(void)
{
	ck_assert_uint_eq(watch_count(g), 0);
	ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "");
	ck_assert_str_eq(on_disk(STORE_SIP_WATCHES), "");
}

/* --- Romeo asks ------------------------------------------------------------------------------ */

/* He gives no sign of life while he waits: no server probes for who has not said yes. */
START_TEST(he_waits_so_long_and_is_told)
{
	begin_with(LIMIT STRANGE);
	romeo_waits();
	for (int i = 0; i < 3; i++) {
		pass(3240 * 1000);
		is(">SUBSCRIBE:3600");
		server_answers(200, 3600);
	}
	pass(1079 * 1000);
	is("");
	ck_assert_str_eq(on_disk(STORE_XMPP_WATCHES), "asked");
	pass(1000);
	rig_settle();
	is("!unsubscribed >SUBSCRIBE:0");
	server_answers(200, 0);
	server_notifies("terminated;reason=timeout", NULL);
	is("=200");
	nothing_is_left();
	end();
}
END_TEST

START_TEST(who_asks_again_waits_anew)
{
	begin_with(LIMIT);
	romeo_waits();
	pass(3000 * 1000);
	romeo_says("subscribe");
	is("");
	for (int i = 0; i < 3; i++) {
		pass(3240 * 1000);
		is(">SUBSCRIBE:3600");
		server_answers(200, 3600);
	}
	pass(1079 * 1000);
	is("");
	pass(1000);
	rig_settle();
	is("!unsubscribed >SUBSCRIBE:0");
	end();
}
END_TEST

START_TEST(her_server_gives_up_and_he_waits_all_the_same)
{
	begin_with(LIMIT);
	romeo_waits();
	server_notifies("terminated;reason=giveup", NULL);
	is("=200");
	pass(3 * HOURS - 1000);
	is("");
	pass(1000);
	rig_settle();
	is("!unsubscribed");
	nothing_is_left();
	end();
}
END_TEST

START_TEST(his_time_was_up_while_nobody_was_here)
{
	begin_with(LIMIT);
	romeo_waits();
	is_killed();
	pass(4 * HOURS);
	starts_with(RIG_PARTNERS, LIMIT);
	pass(1000);
	rig_settle();
	is("!unsubscribed");
	nothing_is_left();
	end();
}
END_TEST

START_TEST(who_may_watch_does_not_wait)
{
	begin_with(LIMIT);
	romeo_waits();
	server_notifies("active;expires=3600", NULL);
	is("=200 !subscribed !unavailable");
	pass(3240 * 1000);
	is(">SUBSCRIBE:3600");
	server_answers(481, 0);
	is(">SUBSCRIBE:3600");
	server_answers(403, 0);
	is("!unsubscribed");
	nothing_is_left();
	end();
}
END_TEST

/* --- Sally asks ---------------------------------------------------------------------------------- */

START_TEST(she_looks_no_more_and_nobody_answers)
{
	begin_with(LIMIT);
	sally_asks();
	pass(600 * 1000);
	rig_hear();
	is(">NOTIFY:terminated/timeout");
	pass(3 * HOURS - 601 * 1000);
	ck_assert_str_eq(on_disk(STORE_SIP_WATCHES), "asked");
	pass(1000);
	is("");
	nothing_is_left();
	romeo_says("subscribed");
	is("");
	nothing_is_left();
	end();
}
END_TEST

/* Until then his answer is taken, though she is not looking. */
START_TEST(he_answers_when_she_looks_no_more)
{
	begin_with(LIMIT);
	sally_asks();
	refreshes(&phone, 0);
	is("=200:0 >NOTIFY:terminated/timeout");
	pass(2 * HOURS);
	romeo_says("subscribed");
	is("");
	ck_assert_str_eq(on_disk(STORE_SIP_WATCHES), "granted");
	pass(24 * HOURS);
	ck_assert_str_eq(on_disk(STORE_SIP_WATCHES), "granted");
	subscribes(&phone, 600);
	is("=200:600 >NOTIFY:active !probe");
	end();
}
END_TEST

START_TEST(while_she_looks_she_waits)
{
	begin_with(LIMIT);
	sally_asks();
	for (int i = 0; i < 24; i++) {
		pass(599 * 1000);
		refreshes(&phone, 600);
		is("=200:600 >NOTIFY:pending");
	}
	ck_assert_str_eq(on_disk(STORE_SIP_WATCHES), "asked");
	romeo_says("subscribed");
	is(">NOTIFY:active");
	end();
}
END_TEST

START_TEST(her_time_was_up_while_nobody_was_here)
{
	begin_with(LIMIT);
	sally_asks();
	is_killed();
	pass(4 * HOURS);
	starts_with(RIG_PARTNERS, LIMIT);
	pass(1000);
	is("");
	nothing_is_left();
	end();
}
END_TEST

START_TEST(her_time_is_not_up_over_a_restart)
{
	begin_with(LIMIT);
	sally_asks();
	is_killed();
	pass(2 * HOURS);
	starts_with(RIG_PARTNERS, LIMIT);
	ck_assert_str_eq(on_disk(STORE_SIP_WATCHES), "asked");
	pass(1 * HOURS);
	is("");
	nothing_is_left();
	end();
}
END_TEST

/* --- who may talk no more ---------------------------------------------------------------------------- */

START_TEST(the_partner_is_taken_away)
{
	begin();
	romeo_waits();
	sally_asks();
	ck_assert(gateway_reload(g, rig_settings(NOBODY, ""), &fault));
	rig_hear();
	is(">NOTIFY:terminated/rejected !unsubscribed >SUBSCRIBE:0");
	server_answers(200, 0);
	server_notifies("terminated;reason=timeout", NULL);
	is("=200");
	nothing_is_left();
	end();
}
END_TEST

/* Whose share his watch takes follows the list. */
START_TEST(his_domain_is_another_partners)
{
	struct counts **of;

	begin();
	of = &g->watch_xmpp->partners_of;
	romeo_waits();
	ck_assert_uint_eq(counts_of(*of, VIEW("fabrikam.example")), 1);
	ck_assert(gateway_reload(
	        g, rig_settings("verona.example:\n  type: federated\n"
	                        "  additional-domains: [fabrikam.example]\n", ""), &fault));
	ck_assert_uint_eq(counts_of(*of, VIEW("fabrikam.example")), 0);
	ck_assert_uint_eq(counts_of(*of, VIEW("verona.example")), 1);
	romeo_says("unsubscribe");
	server_answers(200, 0);
	server_notifies("terminated;reason=timeout", NULL);
	is(">SUBSCRIBE:0 !unsubscribed =200");
	ck_assert_uint_eq(counts_all(*of), 0);
	end();
}
END_TEST

START_TEST(the_partner_was_taken_away_while_nobody_was_here)
{
	begin();
	romeo_waits();
	sally_asks();
	is_killed();
	starts_with(NOBODY, "");
	pass(1000);
	rig_settle();
	is("!unsubscribed");
	nothing_is_left();
	end();
}
END_TEST

UNIT("watch_pending", he_waits_so_long_and_is_told, who_asks_again_waits_anew,
     her_server_gives_up_and_he_waits_all_the_same, his_time_was_up_while_nobody_was_here,
     who_may_watch_does_not_wait, she_looks_no_more_and_nobody_answers,
     he_answers_when_she_looks_no_more, while_she_looks_she_waits,
     her_time_was_up_while_nobody_was_here, her_time_is_not_up_over_a_restart,
     the_partner_is_taken_away, his_domain_is_another_partners, the_partner_was_taken_away_while_nobody_was_here)
