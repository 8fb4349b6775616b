/* What bounds a gateway: its window, connections, bytes and time. */
#include "edge/link_private.h"
#include "edge/link_rig.h"

START_TEST(the_window_is_bounded)
{
	struct gateway g;
	char previd[25];

	begin();
	set.link.window_stanzas = 3;
	listen_();
	open_session(&g, &gw1_cert, previd);
	for (int i = 0; i < 3; i++)
		ck_assert(send_inward("contoso.example", "m"));
	ck_assert(!send_inward("contoso.example", "m"));
	ck_assert_int_eq(link_refuses(link_, VIEW("contoso.example")),
	                 CAUSE_QUEUE_FULL);
	hear(&g, R);
	say(&g, A("2"));
	UNTIL(link_refuses(link_, VIEW("contoso.example")) == CAUSE_NONE);
	ck_assert(send_inward("contoso.example", "m"));
	ck_assert(send_inward("contoso.example", "m"));
	/* An answer that has no room ends it. */
	say(&g, MESSAGE("bounce1"));
	hear(&g, "<resource-constraint ");
	UNTIL(g.ended);
	ck_assert_uint_eq(link_count(link_), 0);
	ck_assert(view_is(buf_view(&returned), "m m m "));
	hang_up(&g);
	/* So does a <handed/>. */
	open_session(&g, &gw1_cert, previd);
	say(&g, MESSAGE("handed1") MESSAGE("handed2") MESSAGE("handed3"));
	hear(&g, "id='handed3'");
	say(&g, MESSAGE("handed4"));
	hear(&g, "<resource-constraint ");
	UNTIL(g.ended);
	hang_up(&g);
	/* In memory, too. */
	set.link.window_stanzas = 100;
	set.link.window_bytes = 1;
	open_session(&g, &gw1_cert, previd);
	say(&g, MESSAGE("handed1"));
	hear(&g, "id='handed1'");
	say(&g, MESSAGE("handed2"));
	hear(&g, "<resource-constraint ");
	UNTIL(g.ended);
	hang_up(&g);
	end();
}
END_TEST

START_TEST(connections_are_bounded)
{
	struct gateway g[3];
	char previd[25];

	begin();
	set.link.connections = 2;
	listen_();
	open_session(&g[0], &gw1_cert, previd);
	open_session(&g[1], &gw1_cert, previd);
	dial(&g[2], &gw1_cert);
	UNTIL(g[2].ended);
	ck_assert(!g[2].up);
	hang_up(&g[2]);
	/* Sessions that wait give way, the oldest first. */
	ck_assert(send_inward("contoso.example", "m1"));
	hear(&g[0], "id='m1'");
	hang_up(&g[0]);
	UNTIL(send_inward("contoso.example", "m2") &&
	      (loop_once(loop, 50), has(&g[1], "id='m2'")));
	buf_clear(&returned);
	open_session(&g[0], &gw1_cert, previd);
	ck_assert_uint_eq(link_count(link_), 2);
	ck_assert(view_starts(buf_view(&returned), VIEW("m1 ")));
	hang_up(&g[0]);
	hang_up(&g[1]);
	end();
}
END_TEST

/* The one connection there is. */
static const struct link_conn *the_conn(void)
{
	size_t pos = 0;
	uint64_t id;
	void *value;

	ck_assert_uint_eq(ids_count(link_->conns), 1);
	ck_assert(ids_next(link_->conns, &pos, &id, &value));
	return value;
}

/* Attack: it asks and asks, and does not read the answers. */
START_TEST(a_gateway_that_does_not_read_fills_its_own_window)
{
	enum { ASKED_AT_ONCE = 1000 };
	struct buf many = { 0 };
	struct gateway g;
	char previd[25];
	uint64_t until;
	size_t most = 0;

	begin();
	set.backlog_bytes = 4096;
	listen_();
	open_session(&g, &gw1_cert, previd);
	until = loop_now(loop) + WAIT_MS;
	for (int i = 0; i < ASKED_AT_ONCE; i++)
		buf_puts(&many, R);
	channel_pause(g.channel, true);
	/* The edge stops reading when the kernel's buffers are full. */
	while (!the_conn()->paused || channel_unsent(g.channel) == 0) {
		ck_assert_uint_lt(loop_now(loop), until);
		if (channel_unsent(g.channel) == 0)
			say(&g, buf_cstr(&many));
		loop_once(loop, 50);
		if (channel_unsent(the_conn()->channel) > most)
			most = channel_unsent(the_conn()->channel);
	}
	/* What was read in one turn is answered, and no more. */
	ck_assert_uint_le(most, 1 << 18);
	channel_pause(g.channel, false);
	UNTIL(!the_conn()->paused);
	ck_assert(send_inward("contoso.example", "m1"));
	hear(&g, "id='m1'");
	buf_free(&many);
	hang_up(&g);
	end();
}
END_TEST

START_TEST(a_session_has_to_come_in_time)
{
	struct address at;
	struct gateway g;

	begin();
	set.establishment_ms = 300;
	listen_();
	dial(&g, &gw1_cert);
	say(&g, GW1);
	hear(&g, "</stream:features>");
	say(&g, DOMAINS);
	hear(&g, "<connection-timeout ");
	UNTIL(g.ended);
	hang_up(&g);
	/* A caller that does not even begin TLS. */
	g = (struct gateway){ .ctx = NULL };
	ck_assert(link_local(link_, 0, &at));
	g.channel = channel_dial(loop, &at, &gw_ops, &g);
	UNTIL(g.ended);
	hang_up(&g);
	end();
}
END_TEST

START_TEST(silence_is_asked_then_given_up)
{
	struct gateway g;
	char previd[25];

	begin();
	listen_();
	set.link.keepalive_ms = 500;
	open_session(&g, &gw1_cert, previd);
	hear(&g, R);
	say(&g, A("0"));
	hear(&g, R);
	hear(&g, "<connection-timeout ");
	UNTIL(g.ended);
	hang_up(&g);
	set.link.keepalive_ms = 60000;
	resume(&g, &gw1_cert, GW1, previd, "0");
	hear(&g, "<resumed");
	hang_up(&g);
	end();
}
END_TEST

UNIT("link_limits", the_window_is_bounded, connections_are_bounded,
     a_gateway_that_does_not_read_fills_its_own_window, a_session_has_to_come_in_time,
     silence_is_asked_then_given_up)
