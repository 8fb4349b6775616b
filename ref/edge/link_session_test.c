#include "edge/link_rig.h"

START_TEST(the_oldest_live_session_is_used)
{
	struct gateway a, b;
	char previd[25], other[25];

	begin();
	listen_();
	open_session(&a, &gw1_cert, previd);
	open_session(&b, &gw1_cert, other);
	ck_assert_str_ne(previd, other);
	ck_assert(send_inward("contoso.example", "m1"));
	hear(&a, "id='m1'");
	channel_free(&a.channel);		/* breaks */
	UNTIL(send_inward("contoso.example", "m2") && (loop_once(loop, 50),
	      has(&b, "id='m2'")));
	ck_assert_uint_eq(buf_len(&returned), 0);
	hang_up(&a);
	/* Back again: as old as before. */
	dial(&a, &gw1_cert);
	say(&a, GW1);
	hear(&a, "</stream:features>");
	say_resume(&a, previd, "1");
	hear(&a, "<resumed");
	ck_assert(send_inward("contoso.example", "m5"));
	hear(&a, "id='m5'");
	hang_up(&b);
	hang_up(&a);
	end();
}
END_TEST

START_TEST(a_session_outlives_its_connection)
{
	struct gateway g;
	char previd[25];

	begin();
	listen_();
	open_session(&g, &gw1_cert, previd);
	ck_assert(send_inward("contoso.example", "m1"));
	ck_assert(send_inward("contoso.example", "m2"));
	say(&g, MESSAGE("handed1"));
	hear(&g, "id='m2'");
	hear(&g, "id='handed1'");
	hang_up(&g);
	/* With nobody else, what comes meanwhile waits with the session. */
	ck_assert(send_inward("contoso.example", "m3"));
	resume(&g, &gw1_cert, GW1, previd, "1");
	hear(&g, "<resumed");
	ck_assert(!has(&g, "id='m1'"));
	hear(&g, "id='m2'");
	hear(&g, "id='m3'");
	hear(&g, "<handed");
	hear(&g, "id='handed1'");
	hear(&g, R);
	say(&g, A("3") MESSAGE("o2") R);
	hear(&g, A("2"));
	ck_assert(view_is(buf_view(&taken), "handed1 o2 "));
	ck_assert_uint_eq(buf_len(&returned), 0);
	hang_up(&g);
	/* All was acknowledged: nothing comes twice. */
	resume(&g, &gw1_cert, GW1, previd, "3");
	hear(&g, "h='2'");
	ck_assert(send_inward("contoso.example", "m4"));
	hear(&g, "id='m4'");
	ck_assert_uint_eq(link_count(link_), 1);
	hang_up(&g);
	end();
}
END_TEST

START_TEST(a_session_is_its_gateways_alone)
{
	struct gateway g, thief;
	char previd[25];

	begin();
	listen_();
	open_session(&g, &gw1_cert, previd);
	resume(&thief, &gw2_cert, HEADER("gw2.contoso.example"), previd, "0");
	hear(&thief, "<failed xmlns='urn:xmpp:sm:3'><item-not-found ");
	/* The stream goes on, with a session of its own. */
	say(&thief, DOMAINS ENABLE);
	hear(&thief, "<enabled");
	hang_up(&thief);
	resume(&thief, &gw1_cert, GW1, "zzz", "0");
	hear(&thief, "<item-not-found ");
	hang_up(&thief);
	ck_assert(send_inward("contoso.example", "m1"));
	hear(&g, "id='m1'");
	hang_up(&g);
	end();
}
END_TEST

START_TEST(a_resumption_takes_over_from_a_dead_connection)
{
	struct gateway old, g;
	char previd[25];

	begin();
	listen_();
	open_session(&old, &gw1_cert, previd);
	resume(&g, &gw1_cert, GW1, previd, "0");
	hear(&g, "<resumed");
	hear(&old, "<conflict ");
	UNTIL(old.ended);
	ck_assert(send_inward("contoso.example", "m1"));
	hear(&g, "id='m1'");
	ck_assert_uint_eq(link_count(link_), 1);
	hang_up(&old);
	/* More than was sent. */
	resume(&old, &gw1_cert, GW1, previd, "9");
	hear(&old, "<handled-count-too-high ");
	hear(&g, "</stream:stream>");
	UNTIL(link_count(link_) == 0);
	ck_assert(view_is(buf_view(&returned), "m1 "));
	hang_up(&g);
	hang_up(&old);
	end();
}
END_TEST

START_TEST(what_is_not_resumed_goes_back)
{
	struct gateway g;
	char previd[25];

	begin();
	set.link.resume_ms = 60000;
	listen_();
	open_session(&g, &gw1_cert, previd);
	set.link.resume_ms = 30;
	say(&g, MESSAGE("bounce1"));
	hear(&g, "type='error'");
	ck_assert(send_inward("contoso.example", "m1"));
	ck_assert(send_inward("contoso.example", "m2"));
	hear(&g, "id='m2'");
	say(&g, A("2"));
	hang_up(&g);
	UNTIL(link_count(link_) == 0);
	/* The answer to the gateway itself is dropped. */
	ck_assert_msg(view_is(buf_view(&returned), "m2 ") ||
	              view_is(buf_view(&returned), "m1 m2 "), "%s",
	              buf_cstr(&returned));
	resume(&g, &gw1_cert, GW1, previd, "3");
	hear(&g, "<item-not-found ");
	hang_up(&g);
	/* And without resume='true' nothing waits. */
	buf_clear(&returned);
	set.link.resume_ms = 60000;
	dial(&g, &gw1_cert);
	say(&g, GW1 DOMAINS "<enable xmlns='urn:xmpp:sm:3'/>");
	hear(&g, "<enabled xmlns='urn:xmpp:sm:3'/>");
	ck_assert(send_inward("contoso.example", "m3"));
	hear(&g, "id='m3'");
	hang_up(&g);
	UNTIL(link_count(link_) == 0);
	ck_assert(view_is(buf_view(&returned), "m3 "));
	end();
}
END_TEST

UNIT("link_session", the_oldest_live_session_is_used,
     a_session_outlives_its_connection, a_session_is_its_gateways_alone,
     a_resumption_takes_over_from_a_dead_connection,
     what_is_not_resumed_goes_back)
