/* A session with an edge: what is said, what arrives, who is believed (docs/link.md). */
#include "gateway/uplink_rig.h"

START_TEST(a_session_is_set_up_and_stanzas_go_both_ways)
{
	begin(1);
	dial();
	ck_assert_int_eq(uplink_refuses(up), CAUSE_NO_EDGE);
	ck_assert(!send_("m0"));
	open_session(&edge[0]);
	ck_assert(uplink_is_up(up));
	ck_assert(send_("m1"));
	hear(&edge[0], "id='m1'");
	hear(&edge[0], R);
	say(&edge[0], A("1") "<handed xmlns='urn:fedlab:link:1' "
	                     "from='juliet@contoso.example' to='romeo@fabrikam.example' "
	                     "id='m1'/>" MESSAGE("p1") R);
	UNTIL(told("handed:juliet@contoso.example>romeo@fabrikam.example:m1 "));
	UNTIL(told("stanza:p1 "));
	hear(&edge[0], A("1"));
	ck_assert_uint_eq(uplink_unacknowledged(up), 0);
	end();
}
END_TEST

/* docs/link.md 6: `<a/>` counts nothing whose fate is open, and nothing behind it. */
START_TEST(what_is_not_settled_is_not_acknowledged)
{
	begin(1);
	dial();
	n_held = 0;
	open_session(&edge[0]);
	say(&edge[0], MESSAGE("p1") MESSAGE("held1") MESSAGE("held2") MESSAGE("p4") R);
	UNTIL(told("stanza:p4 "));
	ck_assert_uint_eq(n_held, 2);
	ck_assert(held[0] != 0 && held[1] != 0 && held[0] != held[1]);
	/* settled in another order; then the answer that is owed comes at once */
	uplink_settled(up, held[1]);
	uplink_settled(up, held[1]);
	ck_assert_uint_eq(buf_len(&edge[0].got), 0);
	uplink_settled(up, held[0]);
	hear(&edge[0], A("4"));
	/* what is not settled in a second is left out; the next answer says more */
	say(&edge[0], MESSAGE("held5") MESSAGE("p6") R);
	hear(&edge[0], A("4"));
	uplink_settled(up, held[2]);
	say(&edge[0], R);
	hear(&edge[0], A("6"));
	end();
}
END_TEST

/* What is not settled when the session ends is the edge's again, and it says so. */
START_TEST(what_is_not_settled_is_given_back_with_the_session)
{
	begin(1);
	dial();
	n_held = 0;
	open_session(&edge[0]);
	say(&edge[0], MESSAGE("held1") MESSAGE("held2") MESSAGE("p3") MESSAGE("held4"));
	UNTIL(told("stanza:held4 "));
	uplink_settled(up, held[0]);
	ck_assert(!uplink_gives_back(up, held[1]));
	say(&edge[0], "</stream:stream>");
	UNTIL(told("back:1,2, "));
	ck_assert(!uplink_gives_back(up, held[1]));
	end();
}
END_TEST

/* ... and a break changes nothing: what is not settled stays the edge's, and what it sends
 * again is known by its place. */
START_TEST(what_is_not_settled_stays_the_edges_over_a_break)
{
	begin(1);
	dial();
	n_held = 0;
	open_session(&edge[0]);
	say(&edge[0], MESSAGE("p1") MESSAGE("held2") MESSAGE("p3"));
	UNTIL(told("stanza:p3 "));
	cut(&edge[0]);
	UNTIL(edge[0].channel != NULL);
	hear(&edge[0], "from='gw1.contoso.example'");
	buf_clear(&events);
	say(&edge[0], OPENING FEATURES);
	hear(&edge[0], "h='1'");
	say(&edge[0], "<resumed xmlns='urn:xmpp:sm:3' previd='prev1' h='0'/>" MESSAGE("held2")
	                      MESSAGE("p3") MESSAGE("p4") R);
	UNTIL(told("stanza:p4 "));
	ck_assert(!told("held2") && !told("p3"));
	hear(&edge[0], A("1"));
	/* once more, in the middle of what comes again */
	cut(&edge[0]);
	UNTIL(edge[0].channel != NULL);
	hear(&edge[0], "from='gw1.contoso.example'");
	say(&edge[0], OPENING FEATURES);
	hear(&edge[0], "h='1'");
	say(&edge[0], "<resumed xmlns='urn:xmpp:sm:3' previd='prev1' h='0'/>" MESSAGE("held2"));
	cut(&edge[0]);
	UNTIL(edge[0].channel != NULL);
	hear(&edge[0], "from='gw1.contoso.example'");
	uplink_settled(up, held[0]);
	buf_clear(&events);
	say(&edge[0], OPENING FEATURES);
	hear(&edge[0], "h='4'");
	say(&edge[0], "<resumed xmlns='urn:xmpp:sm:3' previd='prev1' h='0'/>" MESSAGE("p5") R);
	UNTIL(told("stanza:p5 "));
	hear(&edge[0], A("5"));
	/* nobody is held outside of a stanza */
	ck_assert_uint_eq(uplink_hold(up), 0);
	end();
}
END_TEST

/* However many: what may be on its way to users is limited where it is queued
 * (sip.queue-total, sip.transactions), and refused there. */
START_TEST(all_that_is_not_settled_is_held)
{
	struct buf many = { 0 };

	begin(1);
	dial();
	n_held = 0;
	open_session(&edge[0]);
	for (int i = 0; i < 1500; i++)
		buf_printf(&many,
		           "<message from='romeo@fabrikam.example' to='juliet@contoso.example' "
		           "id='held-%d'/>",
		           i);
	buf_puts(&many, R);
	say(&edge[0], buf_cstr(&many));
	buf_free(&many);
	UNTIL(told("stanza:held-1499 "));
	ck_assert_uint_eq(n_held, 1500);
	for (int i = 0; i < 1500; i++)
		ck_assert_uint_ne(held[i], 0);
	hear(&edge[0], A("0"));
	/* all but one, from behind */
	for (int i = 1499; i >= 0; i--)
		if (i != 1000)
			uplink_settled(up, held[i]);
	say(&edge[0], R);
	hear(&edge[0], A("1000"));
	uplink_settled(up, held[1000]);
	say(&edge[0], R);
	hear(&edge[0], A("1500"));
	end();
}
END_TEST

/* ... but one that is open does not take the window from the others. */
START_TEST(what_is_open_for_long_is_counted)
{
	window = 8;
	begin(1);
	dial();
	n_held = 0;
	open_session(&edge[0]);
	say(&edge[0], MESSAGE("held1") MESSAGE("p2") MESSAGE("p3") MESSAGE("p4") R);
	UNTIL(told("stanza:p4 "));
	hear(&edge[0], A("0"));
	say(&edge[0], MESSAGE("held5") MESSAGE("p6") R);
	UNTIL(told("stanza:p6 "));
	hear(&edge[0], A("4"));
	uplink_settled(up, held[0]); /* late, and of no use any more */
	uplink_settled(up, held[1]);
	say(&edge[0], R);
	hear(&edge[0], A("6"));
	end();
}
END_TEST

START_TEST(a_closing_tag_ends_the_session)
{
	begin(1);
	dial();
	open_session(&edge[0]);
	ck_assert(send_("m1"));
	hear(&edge[0], "id='m1'");
	say(&edge[0], "</stream:stream>");
	UNTIL(told("lost:m1 "));
	UNTIL(edge[0].calls == 2 && edge[0].up);
	hear(&edge[0], "from='gw1.contoso.example'");
	say(&edge[0], OPENING FEATURES);
	hear(&edge[0], "<domains "); /* and no <resume/> */
	end();
}
END_TEST

/* docs/link.md 6: of all errors, that nothing was heard is the one that ends no session. */
START_TEST(an_edge_that_heard_nothing_keeps_the_session)
{
	begin(1);
	dial();
	open_session(&edge[0]);
	ck_assert(send_("m1"));
	hear(&edge[0], "id='m1'");
	say(&edge[0], "<stream:error><connection-timeout "
	              "xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>"
	              "</stream:stream>");
	UNTIL(edge[0].calls == 2 && edge[0].up);
	hear(&edge[0], "from='gw1.contoso.example'");
	say(&edge[0], OPENING FEATURES);
	hear(&edge[0], "<resume ");
	ck_assert(!told("lost:"));
	end();
}
END_TEST

START_TEST(the_window_is_a_limit)
{
	window = 3;
	begin(1);
	dial();
	open_session(&edge[0]);
	ck_assert(send_("m1"));
	ck_assert(send_("m2"));
	ck_assert(send_("m3"));
	ck_assert(!send_("m4"));
	ck_assert_int_eq(uplink_refuses(up), CAUSE_QUEUE_FULL);
	hear(&edge[0], R);
	say(&edge[0], A("1"));
	UNTIL(uplink_refuses(up) == CAUSE_NONE);
	ck_assert(send_("m4"));
	/* What is left is asked about again. */
	hear(&edge[0], R);
	end();
}
END_TEST

START_TEST(the_oldest_session_that_is_up_is_used)
{
	begin(2);
	dial();
	UNTIL(edge[1].up);
	open_session(&edge[1]);
	UNTIL(edge[0].up);
	open_session(&edge[0]);
	UNTIL(strstr(buf_cstr(&edge[0].got), "enable") == NULL);
	ck_assert(send_("m1"));
	hear(&edge[1], "id='m1'");
	/* It breaks: the other one takes over; what was in flight stays. */
	cut(&edge[1]);
	UNTIL(edge[1].calls == 2 && edge[1].up);
	UNTIL(uplink_is_up(up));
	ck_assert(send_("m2"));
	hear(&edge[0], "id='m2'");
	ck_assert(!told("down "));
	ck_assert(!told("lost:"));
	end();
}
END_TEST

/* An edge with another name, or of an authority that nobody trusts, hears not
 * one byte of XML. */
START_TEST(an_edge_that_proves_nothing_hears_nothing)
{
	for (int i = 0; i < 2; i++) {
		struct tc bad;

		begin(1);
		bad = tc_leaf(i == 0 ? &ca : &other_ca, i == 0 ? "dns:edge9.contoso.example"
		                                               : "dns:edge1.contoso.example");
		tls_context_free(&edge[0].ctx);
		edge[0].ctx = context(&bad);
		dial();
		UNTIL(edge[0].calls >= 3);
		ck_assert_uint_eq(buf_len(&edge[0].got), 0);
		ck_assert(!uplink_is_up(up));
		tc_free(&bad);
		end();
	}
}
END_TEST

static bool shown(const struct edge *e, const char *host)
{
	return cert_names_host(tls_session_peer(channel_tls(e->channel)), view_of(host));
}

START_TEST(a_renewed_certificate_is_shown_the_next_time)
{
	struct tls_context *old;
	struct tc new;

	begin(1);
	new = tc_leaf(&ca, "dns:gw1.contoso.example dns:new.contoso.example");
	old = set.tls;
	dial();
	open_session(&edge[0]);
	ck_assert(!shown(&edge[0], "new.contoso.example"));
	set.tls = context(&new);
	uplink_renew(up, set.tls);
	tls_context_free(&old);
	ck_assert(send_("m1"));
	hear(&edge[0], "id='m1'");
	cut(&edge[0]);
	UNTIL(edge[0].calls == 2 && edge[0].up);
	ck_assert(shown(&edge[0], "new.contoso.example"));
	tc_free(&new);
	end();
}
END_TEST

START_TEST(what_is_out_of_place_ends_the_stream)
{
	static const char *const wrong[] = {
		"<enabled xmlns='urn:xmpp:sm:3'/>",
		"<resumed xmlns='urn:xmpp:sm:3' previd='x' h='0'/>",
		A("9"), /* more than was sent */
		"<a xmlns='urn:xmpp:sm:3'/>",
		"<what xmlns='urn:fedlab:link:1'/>",
	};

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		begin(1);
		dial();
		open_session(&edge[0]);
		ck_assert(send_("m1"));
		hear(&edge[0], "id='m1'");
		say(&edge[0], wrong[i]);
		hear(&edge[0], "<stream:error>");
		hear(&edge[0], "undefined-condition");
		UNTIL(told("lost:m1 "));
		end();
	}
}
END_TEST

START_TEST(a_silent_edge_is_asked)
{
	begin(1);
	set.keepalive_ms = 400; /* a machine that is busy answers in time */
	set.retry_min_ms = set.retry_max_ms = 50;
	dial();
	UNTIL(edge[0].up);
	hear(&edge[0], "from='gw1.contoso.example'");
	say(&edge[0], OPENING FEATURES);
	hear(&edge[0], "<enable ");
	say(&edge[0], ACCEPTED ENABLED);
	/* One question, then the connection is given up and resumed. */
	hear(&edge[0], R);
	hear(&edge[0], "<connection-timeout ");
	/* It may only have stood still: the session is resumed. */
	UNTIL(edge[0].calls >= 2 && edge[0].up);
	ck_assert(told("down "));
	ck_assert(!told("lost:"));
	hear(&edge[0], "from='gw1.contoso.example'");
	say(&edge[0], OPENING FEATURES);
	hear(&edge[0], "<resume ");
	end();
}
END_TEST

START_TEST(an_edge_that_says_nothing_is_given_up)
{
	begin(1);
	set.establish_ms = 800;
	dial();
	/* It takes the connection, and never answers the header. */
	UNTIL(edge[0].calls >= 2 && edge[0].up);
	hear(&edge[0], "from='gw1.contoso.example'");
	/* One that answers in time is a session. */
	say(&edge[0], OPENING FEATURES);
	hear(&edge[0], "<enable ");
	say(&edge[0], ACCEPTED ENABLED);
	UNTIL(told("up "));
	end();
}
END_TEST

static void on_drained(void *arg)
{
	ck_assert_ptr_eq(arg, &set);
	drained = true;
}

START_TEST(a_drain_says_what_has_arrived_and_closes)
{
	begin(2);
	dial();
	UNTIL(edge[0].up);
	open_session(&edge[0]);
	say(&edge[0], MESSAGE("p1"));
	UNTIL(told("stanza:p1 "));
	uplink_drain(up, on_drained, &set);
	ck_assert(!drained);
	hear(&edge[0], A("1") "</stream:stream>");
	ck_assert(!send_("m1"));
	say(&edge[0], "</stream:stream>");
	UNTIL(drained);
	end();
}
END_TEST

UNIT("uplink", a_session_is_set_up_and_stanzas_go_both_ways,
     what_is_not_settled_is_not_acknowledged, what_is_not_settled_stays_the_edges_over_a_break,
     what_is_not_settled_is_given_back_with_the_session, all_that_is_not_settled_is_held,
     what_is_open_for_long_is_counted, a_closing_tag_ends_the_session, the_window_is_a_limit,
     the_oldest_session_that_is_up_is_used, an_edge_that_proves_nothing_hears_nothing,
     a_renewed_certificate_is_shown_the_next_time, what_is_out_of_place_ends_the_stream,
     a_silent_edge_is_asked, an_edge_that_says_nothing_is_given_up,
     an_edge_that_heard_nothing_keeps_the_session, a_drain_says_what_has_arrived_and_closes)
