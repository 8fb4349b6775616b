/* stream-rate on streams with b.example, which is played by this test. */
#include "edge/partner_rig.h"

#define DIALBACK "<dialback xmlns='urn:xmpp:features:dialback'><errors/></dialback>"
#define VALID    "<db:result from='b.example' to='a.example' type='valid'/>"
#define CLEAR    "tls: not-supported, sasl: not-supported, dialback: yes"

/* Three seconds' worth, and one more: both come, the second late.  That does not depend on
 * how the reads fall: all that came before one has to be paid for. */
static void sends_too_fast(struct talker *t)
{
	static char filler[12001];
	struct buf text = { 0 };
	uint64_t begun = loop_now(loop);

	memset(filler, 'x', sizeof filler - 1);
	buf_printf(&text,
	           "<message from='romeo@b.example' to='juliet@a.example' id='large'>"
	           "<body>%s</body></message>",
	           filler);
	say(t, buf_cstr(&text));
	buf_free(&text);
	hear(&gw, "id='large'");
	say(t, TO_A("late"));
	hear(&gw, "id='late'");
	ck_assert_uint_ge(loop_now(loop) - begun, 1500);
	ck_assert_uint_le(loop_now(loop) - begun, 10000);
}

/* What is not read is no silence: keepalive-interval is shorter than the pause. */
START_TEST(a_partner_that_calls_is_read_later)
{
	begin_with_b(REQUIRED, "stream-rate: 4KiB\nkeepalive-interval: 700ms\n");
	b_calls_as(&peer, "");
	hear(&peer, "<limits");
	sends_too_fast(&peer);
	ck_assert_uint_eq(edge_gauges(a.edge).connections, 1);
	say(&peer, TO_A("on"));
	hear(&gw, "id='on'");
	end_with_b();
}
END_TEST

START_TEST(one_that_is_called_as_well)
{
	begin_with_b(CLEAR, "stream-rate: 4KiB\n");
	say(&gw, TO_B("o1"));
	b_answers(FEATURES(DIALBACK OFFER));
	hear(&b_peer, "<db:result from='a.example' to='b.example'>");
	say(&b_peer, VALID);
	hear(&b_peer, "id='o1'");
	sends_too_fast(&b_peer);
	ck_assert_uint_eq(b_calls, 1);
	end_with_b();
}
END_TEST

/* What was sent before the end is read before the end is told. */
START_TEST(who_goes_meanwhile_has_said_all)
{
	begin_with_b(REQUIRED, "stream-rate: 4KiB\n");
	b_calls_as(&peer, "");
	hear(&peer, "<limits");
	for (int i = 0; i < 60; i++)
		say(&peer, "<message from='romeo@b.example' to='juliet@a.example' id='many'>"
		           "<body>012345678901234567890123456789012345678901234567890123456789"
		           "</body></message>");
	loop_once(loop, 10);
	say(&peer, TO_A("last") "</stream:stream>");
	hear(&gw, "id='last'");
	UNTIL(edge_gauges(a.edge).connections == 0);
	end_with_b();
}
END_TEST

UNIT("stream_rate", a_partner_that_calls_is_read_later, one_that_is_called_as_well,
     who_goes_meanwhile_has_said_all)
