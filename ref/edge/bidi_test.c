/* XEP-0288: one stream with b.example, which is played by this test, for both
 * directions. */
#include "edge/partner_rig.h"

#define DIALBACK "<dialback xmlns='urn:xmpp:features:dialback'><errors/></dialback>"
/* By us: with what we take (XEP-0478). */
#define ASKED                                                                                  \
	"<bidi xmlns='urn:xmpp:bidi'><limits xmlns='urn:xmpp:stream-limits:0'>"                \
	"<max-bytes>65536</max-bytes></limits></bidi>"
#define VALID     "<db:result from='b.example' to='a.example' type='valid'/>"
#define KEY(from) "<db:result from='" from "' to='a.example'>k</db:result>"
#define PING(id)                                                                               \
	"<iq type='get' id='" id "' from='b.example' to='a.example'>"                          \
	"<ping xmlns='urn:xmpp:ping'/></iq>"
#define OPTIONAL "tls: optional, sasl: optional, dialback: yes"
#define CLEAR    "tls: not-supported, sasl: not-supported, dialback: yes"

static void called(struct talker *t, const char *ask)
{
	b_calls_as(t, ask);
	hear(t, "<limits");
}

/* --- receiving ----------------------------------------------------------- */

START_TEST(what_is_for_the_partner_goes_down_its_stream)
{
	begin_with_b(REQUIRED, "");
	called(&peer, BIDI);
	say(&gw, TO_B("o1"));
	hear(&peer, "<message from='juliet@a.example' to='romeo@b.example' id='o1'");
	hear(&gw, "<handed xmlns='urn:fedlab:link:1' from='juliet@a.example' "
	          "to='romeo@b.example' id='o1'/>");
	say(&peer, TO_A("i1") PING("p1"));
	hear(&gw, "id='i1'");
	hear(&peer, "id='p1' type='result'");
	ck_assert_uint_eq(b_calls, 0);
	ck_assert_uint_eq(edge_counters(a.edge)->outbound_opened, 0);
	ck_assert_uint_eq(edge_gauges(a.edge).connections, 1);
	end_with_b();
}
END_TEST

START_TEST(nothing_goes_there_unless_it_was_asked_for)
{
	begin_with_b(REQUIRED, "");
	called(&peer, "");
	say(&gw, TO_B("o1"));
	UNTIL(b_calls == 1);
	ck_assert(!has(&peer, "id='o1'"));
	end_with_b();

	/* Switched off it is not offered, and then it is an element unknown. */
	begin_with_b(OPTIONAL, "bidi: no\n");
	call(&peer, &a, &b.cert);
	say(&peer, HEADER);
	UNTIL(has(&peer, "</stream:features>"));
	ck_assert(!has(&peer, "bidi"));
	say(&peer, BIDI);
	hear(&peer, "<unsupported-stanza-type");
	end_with_b();
}
END_TEST

/* X0288-2.2-3, X0288-2.2-4 */
START_TEST(nothing_goes_there_before_the_key_is_verified_elsewhere)
{
	struct view id, rest;
	char text[300];

	begin_with_b(CLEAR, "");
	call(&peer, &a, &b.cert);
	say(&peer, HEADER);
	hear(&peer, OFFER "<limits");
	say(&peer, BIDI);
	say(&gw, TO_B("early"));
	UNTIL(b_calls == 1);
	ck_assert(!has(&peer, "early"));
	hang_up(&b_peer);
	b_peer = (struct talker){ .up = false };
	hear(&gw, "id='early' type='error'");

	say(&peer, KEY("b.example"));
	UNTIL(b_calls == 2);
	b_answers("<stream:features/>");
	hear(&b_peer, "<db:verify from='a.example' to='b.example' id='");
	ck_assert(view_cut(buf_view(&b_peer.got), '\'', &id, &rest));
	ck_assert(!has(&peer, "db:verify"));
	snprintf(text, sizeof text,
	         "<db:verify from='b.example' to='a.example' "
	         "id='%.*s' type='valid'/>",
	         VIEW_ARG(id));
	say(&b_peer, text);
	hear(&peer, "type='valid'/>");
	say(&gw, TO_B("late"));
	hear(&peer, "id='late'");
	hear(&gw, "<handed");
	end_with_b();
}
END_TEST

/* X0288-2.2-5 */
START_TEST(only_the_pair_that_was_proved_is_turned)
{
	begin_with_b(REQUIRED ", additional-domains: [sub.b.example]", "");
	called(&peer, BIDI);
	say(&gw, MESSAGE("juliet@a.example", "romeo@sub.b.example", "s1"));
	hear(&gw, "id='s1' type='error'");
	hear(&gw, "dns-no-name");
	say(&gw, TO_B("s2"));
	UNTIL(has(&peer, "id='s2'"));
	ck_assert(!has(&peer, "id='s1'"));
	end_with_b();
}
END_TEST

START_TEST(another_stream_follows_one_that_ended)
{
	begin_with_b(REQUIRED, "");
	called(&peer, BIDI);
	called(&second, BIDI);
	say(&gw, TO_B("f1"));
	hear(&peer, "id='f1'");
	say(&peer, "</stream:stream>");
	hear(&peer, "</stream:stream>");
	UNTIL(edge_gauges(a.edge).connections == 1);
	say(&gw, TO_B("f2"));
	hear(&second, "id='f2'");
	say(&second, "</stream:stream>");
	UNTIL(edge_gauges(a.edge).connections == 0);
	say(&gw, TO_B("f3"));
	UNTIL(b_calls == 1);
	end_with_b();
}
END_TEST

START_TEST(a_receiver_that_does_not_read_gets_no_more)
{
	struct buf text = { 0 };
	char filler[3000];

	begin_with_b(REQUIRED, "send-backlog: 4KiB\n");
	called(&peer, BIDI);
	channel_pause(peer.channel, true);
	memset(filler, 'x', sizeof filler - 1);
	filler[sizeof filler - 1] = '\0';
	buf_printf(&text,
	           "<message from='juliet@a.example' to='romeo@b.example' "
	           "id='b1'><body>%s</body></message>",
	           filler);
	/* Until the kernel takes no more. */
	while (!has(&gw, "send-backlog")) {
		say(&gw, buf_cstr(&text));
		loop_once(loop, 50);
	}
	buf_free(&text);
	/* What the kernel did not take comes back when it is gone. */
	buf_clear(&gw.got);
	channel_free(&peer.channel);
	hear(&gw, "type='error'");
	ck_assert_uint_eq(b_calls, 0);
	end_with_b();
}
END_TEST

START_TEST(a_policy_that_changed_ends_it)
{
	begin_with_b(REQUIRED, "");
	called(&peer, BIDI);
	say(&gw, TO_B("r1"));
	hear(&peer, "id='r1'");
	ck_assert(site_reload(&a, "other.example: {" REQUIRED "}\n"));
	hear(&peer, "<policy-violation");
	say(&gw, TO_B("r2"));
	hear(&gw, "partner-unknown");
	end_with_b();
}
END_TEST

/* --- initiating ---------------------------------------------------------- */

static void opened(void)
{
	begin_with_b(CLEAR ", additional-domains: [sub.b.example]", "");
	say(&gw, TO_B("o1"));
	b_answers(FEATURES(DIALBACK OFFER));
	hear(&b_peer, ASKED "<db:result from='a.example' to='b.example'>");
	say(&b_peer, VALID);
	hear(&b_peer, "id='o1'");
	hear(&gw, "<handed");
}

START_TEST(stanzas_are_taken_on_a_stream_of_ours)
{
	opened();
	say(&b_peer, TO_A("i1") PING("p1"));
	hear(&gw, "<message from='romeo@b.example' to='juliet@a.example' id='i1'");
	hear(&b_peer, "id='p1' type='result'");
	/* No gateway: the error goes the way it came. */
	hang_up(&gw);
	say(&b_peer, "<iq type='set' id='q1' from='b.example' to='a.example'><x/></iq>");
	hear(&b_peer, "id='q1' type='error'");
	ck_assert_uint_eq(b_calls, 1);
	ck_assert_uint_eq(edge_counters(a.edge)->inbound_opened, 0);
	end_with_b();
}
END_TEST

/* X0288-2.2-7 */
START_TEST(only_between_the_two_ends_of_its_pair)
{
	static const struct {
		const char *stanza, *condition;
	} bad[] = {
		{ MESSAGE("x@other.example", "juliet@a.example", "x"), "<invalid-from" },
		{ MESSAGE("x@sub.b.example", "juliet@a.example", "x"), "<invalid-from" },
		{ MESSAGE("x@a.example", "juliet@a.example", "x"), "<invalid-from" },
		{ MESSAGE("romeo@b.example", "x@sub.a.example", "x"), "<host-unknown" },
		{ MESSAGE("romeo@b.example", "x@b.example", "x"), "<host-unknown" },
		{ "<message from='romeo@b.example' id='x'/>", "<improper-addressing" },
		{ "<message to='juliet@a.example' id='x'/>", "<improper-addressing" },
	};

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		opened();
		say(&b_peer, bad[i].stanza);
		hear(&b_peer, bad[i].condition);
		hear(&b_peer, "</stream:error></stream:stream>");
		/* The next one finds another stream. */
		say(&gw, TO_B("o2"));
		UNTIL(b_calls == 2);
		ck_assert(!has(&gw, "id='x'"));
		end_with_b();
	}
}
END_TEST

/* X0288-2.2-6 */
START_TEST(keys_and_questions_are_answered_there)
{
	opened();
	say(&b_peer, KEY("sub.b.example"));
	hear(&b_peer, "<db:result from='a.example' to='sub.b.example' type='error'>");
	hear(&b_peer, "<resource-constraint");
	say(&b_peer, "<db:verify from='b.example' to='a.example' id='i'>k</db:verify>");
	hear(&b_peer, "<db:verify from='a.example' to='b.example' id='i' type='invalid'/>");
	say(&b_peer, MESSAGE("x@sub.b.example", "juliet@a.example", "x"));
	hear(&b_peer, "<invalid-from");
	end_with_b();
}
END_TEST

/* X0288-2.1-2, X0288-2.2-2 */
START_TEST(asked_for_behind_tls_and_before_authentication)
{
	begin_with_b(OPTIONAL, "");
	say(&gw, TO_B("t1"));
	b_answers(FEATURES(STARTTLS OFFER));
	UNTIL(has(&b_peer, STARTTLS));
	ck_assert(!has(&b_peer, "bidi"));
	b_takes_tls();
	b_answers(FEATURES(EXTERNAL DIALBACK OFFER));
	hear(&b_peer, ASKED "<auth");
	/* Once, whatever is tried next. */
	say(&b_peer, "<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
	             "<not-authorized/></failure>");
	UNTIL(has(&b_peer, "<db:result"));
	ck_assert(!has(&b_peer, "bidi"));
	/* Not before it is proved. */
	say(&b_peer, TO_A("early"));
	hear(&b_peer, "<not-authorized");
	ck_assert(!has(&gw, "early"));
	end_with_b();

	begin_with_b(CLEAR, "bidi: no\n");
	say(&gw, TO_B("t2"));
	b_answers(FEATURES(DIALBACK OFFER));
	UNTIL(has(&b_peer, "<db:result"));
	ck_assert(!has(&b_peer, "bidi"));
	end_with_b();
}
END_TEST

UNIT("bidi", what_is_for_the_partner_goes_down_its_stream,
     nothing_goes_there_unless_it_was_asked_for,
     nothing_goes_there_before_the_key_is_verified_elsewhere,
     only_the_pair_that_was_proved_is_turned, another_stream_follows_one_that_ended,
     a_receiver_that_does_not_read_gets_no_more, a_policy_that_changed_ends_it,
     stanzas_are_taken_on_a_stream_of_ours, only_between_the_two_ends_of_its_pair,
     keys_and_questions_are_answered_there, asked_for_behind_tls_and_before_authentication)
