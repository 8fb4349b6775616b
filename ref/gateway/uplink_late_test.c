/* A break: when the link is called for again, what is sent again, and what is left out. */
#include "gateway/uplink_rig.h"

START_TEST(a_break_is_resumed_and_what_was_in_flight_is_sent_again)
{
	begin(1);
	dial();
	open_session(&edge[0]);
	ck_assert(send_tagged("m1", 71, false));
	ck_assert(send_tagged("m2", 72, false));
	hear(&edge[0], "id='m2'");
	say(&edge[0], MESSAGE("p1"));
	UNTIL(told("stanza:p1 "));
	cut(&edge[0]);
	UNTIL(told("down "));
	/* It still takes stanzas. */
	ck_assert_int_eq(uplink_refuses(up), CAUSE_NONE);
	ck_assert(send_("m3"));
	UNTIL(edge[0].calls == 2 && edge[0].up);
	buf_clear(&events);
	hear(&edge[0], "from='gw1.contoso.example'");
	say(&edge[0], OPENING FEATURES);
	hear(&edge[0], "<resume xmlns='urn:xmpp:sm:3'");
	hear(&edge[0], "h='1'");
	say(&edge[0], "<resumed xmlns='urn:xmpp:sm:3' previd='prev1' h='1'/>");
	hear(&edge[0], "id='m2'");
	hear(&edge[0], "id='m3'");
	ck_assert(told("has:71 ") && !told("has:72"));
	hear(&edge[0], R);
	say(&edge[0], A("3"));
	UNTIL(uplink_unacknowledged(up) == 0);
	ck_assert(!told("began "));
	ck_assert(told("has:72 ") && !told("has:0"));
	ck_assert(!told("lost:"));
	end();
}
END_TEST

/* LYNC-HA-1: the pauses of before say nothing about an edge that was there. */
START_TEST(a_break_costs_no_pause_however_late_the_edge_came)
{
	uint64_t broke;

	begin(1);
	set.retry_max_ms = 60000;
	dial();
	turn_away(&edge[0], 7);
	UNTIL(edge[0].up);
	/* Behind so many failures the next pause would be 6.4 s at least. */
	set.retry_min_ms = 100;
	for (unsigned i = 0; i < 5; i++) {
		bool first = i == 0;

		if (first) {
			open_session(&edge[0]);
		} else {
			hear(&edge[0], "from='gw1.contoso.example'");
			say(&edge[0], OPENING FEATURES);
			hear(&edge[0], "<resume ");
			say(&edge[0], "<resumed xmlns='urn:xmpp:sm:3' previd='prev1' h='0'/>");
			UNTIL(told("up "));
		}
		buf_clear(&events);
		broke = loop_now(loop);
		cut(&edge[0]);
		UNTIL(edge[0].up && edge[0].channel != NULL);
		ck_assert_uint_lt(loop_now(loop) - broke, 5000);
	}
	end();
}
END_TEST

/* P85: what has no number yet is as if it had never been. */
START_TEST(what_was_never_written_is_left_out)
{
	begin(1);
	dial();
	open_session(&edge[0]);
	cut(&edge[0]);
	UNTIL(told("down "));
	ck_assert(send_awaited("m1"));
	ck_assert(send_awaited("m2"));
	ck_assert(send_("m3"));
	ck_assert_uint_eq(uplink_unacknowledged(up), 3);
	given_up = "m1 m3 ";
	resume(&edge[0], "0");
	hear_all(&edge[0], SENT("m2") SENT("m3") R);
	say(&edge[0], A("2"));
	UNTIL(uplink_unacknowledged(up) == 0);
	ck_assert(!told("lost:") && !told("has:"));
	end();
}
END_TEST

/* What has one leaves a blank behind, again and again; what has arrived has arrived. */
START_TEST(what_was_written_leaves_a_blank)
{
	begin(1);
	dial();
	open_session(&edge[0]);
	ck_assert(send_awaited("m1"));
	ck_assert(send_awaited("m2"));
	ck_assert(send_("m3"));
	hear(&edge[0], "id='m3'/>");
	given_up = "m1 m2 m3 ";
	cut(&edge[0]);
	UNTIL(told("down "));
	buf_clear(&events);
	resume(&edge[0], "1");
	hear_all(&edge[0], BLANK("m2") SENT("m3") R);
	given_up = NULL;
	cut(&edge[0]);
	UNTIL(told("down "));
	ck_assert(send_awaited("m4"));
	resume(&edge[0], "1");
	hear_all(&edge[0], BLANK("m2") SENT("m3") SENT("m4") R);
	say(&edge[0], A("4"));
	UNTIL(uplink_unacknowledged(up) == 0);
	ck_assert(!told("lost:") && !told("has:"));
	end();
}
END_TEST

/* Nor is it kept: the window is for those who wait. */
START_TEST(what_waits_unwritten_has_a_limit)
{
	window = 3;
	begin(1);
	dial();
	open_session(&edge[0]);
	cut(&edge[0]);
	UNTIL(told("down "));
	ck_assert(send_awaited("m1"));
	ck_assert(send_("m2"));
	ck_assert(send_awaited("m3"));
	ck_assert_int_eq(uplink_refuses(up), CAUSE_QUEUE_FULL);
	ck_assert(!send_("m4"));
	given_up = "m1 ";
	ck_assert(send_("m4"));
	ck_assert(!send_("m5"));
	/* Whoever asks first finds the room, too; and m2, for which nobody waits, is not in
	 * the way of what stands behind it. */
	given_up = "m1 m3 ";
	ck_assert_int_eq(uplink_refuses(up), CAUSE_NONE);
	ck_assert(send_awaited("m5"));
	ck_assert_int_eq(uplink_refuses(up), CAUSE_QUEUE_FULL);
	given_up = "m1 m3 m5 ";
	ck_assert(send_("m6"));
	resume(&edge[0], "0");
	hear_all(&edge[0], SENT("m2") SENT("m4") SENT("m6") R);
	end();
}
END_TEST

/* Of two sessions the one that is there first takes it, behind what it has to say again. */
START_TEST(what_waits_goes_by_the_first_that_is_up)
{
	begin(2);
	dial();
	UNTIL(edge[0].up);
	open_session(&edge[0]);
	cut(&edge[0]);
	UNTIL(told("down "));
	ck_assert(send_awaited("m1"));
	buf_clear(&events);
	UNTIL(edge[1].up);
	open_session(&edge[1]);
	hear_all(&edge[1], SENT("m1") R);
	end();
}
END_TEST

START_TEST(what_waits_is_lost_with_the_last_session)
{
	begin(1);
	dial();
	open_session(&edge[0]);
	ck_assert(send_("m1"));
	hear(&edge[0], "id='m1'");
	cut(&edge[0]);
	UNTIL(told("down "));
	ck_assert(send_("m2"));
	ck_assert(send_awaited("m3"));
	UNTIL(edge[0].channel != NULL && edge[0].up);
	hear(&edge[0], "from='gw1.contoso.example'");
	buf_clear(&events);
	say(&edge[0], OPENING FEATURES);
	hear(&edge[0], "<resume ");
	say(&edge[0], "<failed xmlns='urn:xmpp:sm:3'/>");
	UNTIL(told("lost:m1 lost:m2 lost:m3 "));
	hear(&edge[0], "<domains ");
	ck_assert_uint_eq(uplink_unacknowledged(up), 0);
	end();
}
END_TEST

START_TEST(a_session_that_is_gone_begins_anew_and_the_rest_is_lost)
{
	begin(1);
	dial();
	open_session(&edge[0]);
	ck_assert(send_tagged("m1", 71, false));
	hear(&edge[0], "id='m1'");
	cut(&edge[0]);
	UNTIL(edge[0].calls == 2 && edge[0].up);
	hear(&edge[0], "from='gw1.contoso.example'");
	buf_clear(&events);
	say(&edge[0], OPENING FEATURES);
	hear(&edge[0], "<resume ");
	say(&edge[0], "<failed xmlns='urn:xmpp:sm:3'><item-not-found "
	              "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>");
	UNTIL(told("lost:m1 "));
	hear(&edge[0], "<domains ");
	hear(&edge[0], "<enable ");
	say(&edge[0], ACCEPTED ENABLED);
	UNTIL(uplink_is_up(up));
	ck_assert(send_("m2"));
	hear(&edge[0], "id='m2'");
	ck_assert(!told("has:71"));
	ck_assert(told("began "));
	end();
}
END_TEST

UNIT("uplink_late", a_break_is_resumed_and_what_was_in_flight_is_sent_again,
     a_break_costs_no_pause_however_late_the_edge_came, what_was_never_written_is_left_out,
     what_was_written_leaves_a_blank, what_waits_unwritten_has_a_limit,
     what_waits_goes_by_the_first_that_is_up, what_waits_is_lost_with_the_last_session,
     a_session_that_is_gone_begins_anew_and_the_rest_is_lost)
