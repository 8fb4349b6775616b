/* Raw peers that call an edge: b.example is a partner played by this test. */
#include "edge/edge_rig.h"

#define EXTERNAL(text) "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' " \
	"mechanism='EXTERNAL'>" text "</auth>"
#define KEY(from, to, key) "<db:result from='" from "' to='" to "'>" key "</db:result>"
#define ASK(from, to, key) "<db:verify from='" from "' to='" to "' id='i'>" \
	key "</db:verify>"
#define OPTIONAL "tls: optional, sasl: optional, dialback: yes"
#define B_TO_A(id) MESSAGE("romeo@b.example", "juliet@a.example", id)

static struct talker peer;

static void open_as(const char *header)
{
	call(&peer, &a, &b.cert);
	say(&peer, header);
	hear(&peer, "</stream:features>");
}

START_TEST(headers_are_refused_inside_a_stream)
{
	static const struct {
		const char *header, *condition;
	} refused[] = {
		{ OPEN_STREAM("b.example", "nohost.example"), "<host-unknown" },
		{ OPEN_STREAM("stranger.example", "a.example"), "<policy-violation" },
		{ OPEN_STREAM("sub.b.example", "a.example"), "<policy-violation" },
		{ OPEN_STREAM("a.example", "a.example"), "<policy-violation" },
		{ OPEN_STREAM("not a domain", "a.example"), "<improper-addressing" },
	};

	begin_alone(OPTIONAL, "");
	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
		hang_up(&peer);
		call(&peer, &a, &b.cert);
		say(&peer, refused[i].header);
		hear(&peer, "<stream:stream ");
		hear(&peer, "<stream:error>");
		hear(&peer, refused[i].condition);
		hear(&peer, "</stream:error></stream:stream>");
	}
	ck_assert_uint_eq(edge_counters(a.edge)->refused[CAUSE_PARTNER_UNKNOWN], 3);
	ck_assert_uint_eq(questions, 0);
	hang_up(&peer);
	end_alone();
}
END_TEST

START_TEST(a_header_without_from_gets_the_strictest_offer)
{
	begin_alone(OPTIONAL, "");
	call(&peer, &a, &b.cert);
	say(&peer, "<stream:stream xmlns='jabber:server' "
	           "xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>");
	hear(&peer, "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'>"
	            "<required/></starttls></stream:features>");
	hang_up(&peer);
	end_alone();
}
END_TEST

START_TEST(external_stands_for_the_header_inside_tls)
{
	begin_alone("tls: required, sasl: required, dialback: no", "");
	open_as(OPEN_STREAM("b.example", "a.example"));
	start_tls(&peer);
	say(&peer, OPEN_STREAM("b.example", "a.example"));
	hear(&peer, "<mechanism>EXTERNAL</mechanism>");
	say(&peer, EXTERNAL("YS5leGFtcGxl"));	/* a.example */
	hear(&peer, "<invalid-authzid/>");
	say(&peer, B_TO_A("early"));
	hear(&peer, "<not-authorized");
	hang_up(&peer);

	open_as(OPEN_STREAM("b.example", "a.example"));
	start_tls(&peer);
	say(&peer, OPEN_STREAM("b.example", "a.example"));
	hear(&peer, "</stream:features>");
	say(&peer, EXTERNAL("="));
	hear(&peer, "<success");
	say(&peer, OPEN_STREAM("b.example", "a.example"));
	hear(&peer, "<stream:features><sm xmlns='urn:xmpp:sm:3'/>"
	            "<limits xmlns='urn:xmpp:stream-limits:0'>"
	            "<max-bytes>65536</max-bytes><idle-seconds>300</idle-seconds>"
	            "</limits></stream:features>");
	ck_assert_uint_eq(edge_gauges(a.edge).connections, 1);
	say(&peer, MESSAGE("romeo@sub.b.example", "juliet@a.example", "x"));
	hear(&peer, "<invalid-from");
	UNTIL(edge_gauges(a.edge).connections == 0);
	hang_up(&peer);
	end_alone();
}
END_TEST

START_TEST(a_certificate_for_another_domain_is_a_dead_end)
{
	struct tc other;

	begin_alone("tls: required, sasl: required, dialback: no", "");
	other = tc_leaf(&ca, "dns:other.example");
	call(&peer, &a, &other);
	say(&peer, OPEN_STREAM("b.example", "a.example"));
	hear(&peer, "</stream:features>");
	start_tls(&peer);
	say(&peer, OPEN_STREAM("b.example", "a.example"));
	hear(&peer, "<not-authorized");
	ck_assert_uint_eq(edge_counters(a.edge)->refused[CAUSE_CERT_NAME], 1);
	ck_assert_uint_eq(edge_counters(a.edge)->inbound_failed, 1);
	tc_free(&other);
	hang_up(&peer);
	end_alone();
}
END_TEST

/* Takes the question and answers it; the id is what the edge b_peer with. */
static void authority_says(const char *type)
{
	struct view id, rest;
	char text[300];

	hear(&b_peer, "<db:verify from='a.example' to='b.example' id='");
	ck_assert(view_cut(buf_view(&b_peer.got), '\'', &id, &rest));
	snprintf(text, sizeof text, "<db:verify from='b.example' to='a.example' "
	         "id='%.*s' type='%s'/>", VIEW_ARG(id), type);
	say(&b_peer, text);
}

START_TEST(a_key_is_believed_when_the_authority_says_so)
{
	begin_alone("tls: not-supported, sasl: not-supported, dialback: yes", "");
	b_listens();
	open_as(OPEN_STREAM("b.example", "a.example"));
	say(&peer, KEY("b.example", "a.example", " k "));
	b_answers("<stream:features/>");
	authority_says("valid");
	hear(&peer, "<db:result from='a.example' to='b.example' type='valid'/>");
	/* Pairs of strangers and hosts unknown here harm nobody. */
	say(&peer, KEY("stranger.example", "a.example", "k"));
	hear(&peer, "<not-allowed");
	say(&peer, KEY("b.example", "nohost.example", "k"));
	hear(&peer, "<item-not-found");
	say(&peer, "<iq from='b.example' to='a.example' type='result' id='r'/>");
	say(&peer, ASK("b.example", "a.example", "wrong"));
	hear(&peer, "type='invalid'/>");
	say(&peer, ASK("b.example", "nohost.example", "k"));
	hear(&peer, "<item-not-found");
	ck_assert_uint_eq(edge_gauges(a.edge).connections, 1);
	b_ends();
	hang_up(&peer);
	end_alone();
}
END_TEST

START_TEST(a_denied_key_ends_the_stream)
{
	begin_alone("tls: not-supported, sasl: not-supported, dialback: yes", "");
	b_listens();
	open_as(OPEN_STREAM("b.example", "a.example"));
	say(&peer, KEY("b.example", "a.example", "k"));
	b_answers("<stream:features/>");
	authority_says("invalid");
	hear(&peer, "<db:result from='a.example' to='b.example' type='invalid'/>"
	            "</stream:stream>");
	ck_assert_uint_eq(edge_counters(a.edge)->refused[CAUSE_DB_INVALID], 1);
	b_ends();
	hang_up(&peer);
	end_alone();
}
END_TEST

START_TEST(a_pending_pair_carries_nothing)
{
	begin_alone("tls: not-supported, sasl: not-supported, dialback: yes", "");
	b_listens();
	open_as(OPEN_STREAM("b.example", "a.example"));
	say(&peer, KEY("b.example", "a.example", "k") B_TO_A("early"));
	hear(&peer, "<not-authorized");
	/* The verdict comes for a stream that is gone. */
	b_answers("<stream:features/>");
	authority_says("valid");
	UNTIL(b_peer.ended || has(&b_peer, "</stream:stream>"));
	ck_assert_uint_eq(edge_gauges(a.edge).connections, 0);
	ck_assert_uint_eq(edge_counters(a.edge)->inbound_opened, 0);
	b_ends();
	hang_up(&peer);
	end_alone();
}
END_TEST

START_TEST(an_answer_to_another_question_counts_for_nothing)
{
	begin_alone("tls: not-supported, sasl: not-supported, dialback: yes", "");
	b_listens();
	open_as(OPEN_STREAM("b.example", "a.example"));
	say(&peer, KEY("b.example", "a.example", "k"));
	b_answers("<stream:features/>");
	hear(&b_peer, "<db:verify from='a.example' to='b.example' id='");
	say(&b_peer, "<db:verify from='b.example' to='a.example' id='other' "
	            "type='valid'/>");
	hear(&peer, "type='error'");
	hear(&peer, "<remote-server-timeout");
	ck_assert_uint_eq(edge_counters(a.edge)->inbound_opened, 0);
	b_ends();
	hang_up(&peer);
	end_alone();
}
END_TEST

START_TEST(nobody_to_ask_is_an_error_and_no_end)
{
	begin_alone(OPTIONAL, "");
	open_as(OPEN_STREAM("b.example", "a.example"));
	say(&peer, KEY("b.example", "a.example", "k"));
	hear(&peer, "type='error'");
	hear(&peer, "<remote-server-timeout");
	say(&peer, ASK("b.example", "a.example", "k"));
	hear(&peer, "type='invalid'");
	hang_up(&peer);
	end_alone();
}
END_TEST

START_TEST(tls_required_is_required_of_keys_and_questions)
{
	begin_alone("tls: required, sasl: not-supported, dialback: yes", "");
	open_as(OPEN_STREAM("b.example", "a.example"));
	say(&peer, KEY("b.example", "a.example", "k"));
	hear(&peer, "<policy-violation");
	say(&peer, ASK("b.example", "a.example", "k"));
	hear(&peer, "<policy-violation");
	ck_assert_uint_eq(questions, 0);
	hang_up(&peer);
	end_alone();
}
END_TEST

static void open_proved(void)
{
	open_as(OPEN_STREAM("b.example", "a.example"));
	say(&peer, KEY("b.example", "a.example", "k"));
	b_answers("<stream:features/>");
	authority_says("valid");
	hear(&peer, "type='valid'/>");
}

START_TEST(a_silent_partner_is_let_go)
{
	begin_alone("tls: not-supported, sasl: not-supported, dialback: yes",
	            "keepalive-interval: 200ms\n");
	b_listens();
	open_proved();
	hear(&peer, "</stream:stream>");
	ck_assert(!has(&peer, "stream:error"));
	b_ends();
	hang_up(&peer);
	end_alone();
}
END_TEST

START_TEST(silence_is_not_listened_for_where_keepalive_is_off)
{
	uint64_t since;

	begin_alone("tls: not-supported, sasl: not-supported, dialback: yes, "
	            "keepalive: no",
	            "keepalive-interval: 200ms\nstream-inactivity-timeout: 500ms\n");
	b_listens();
	open_proved();
	since = loop_now(loop);
	hear(&peer, "</stream:stream>");
	ck_assert_uint_ge(loop_now(loop), since + 400);
	b_ends();
	hang_up(&peer);
	end_alone();
}
END_TEST

/* Two senders on one stream, the second denied: the first goes on. */
START_TEST(a_denied_pair_leaves_the_others)
{
	begin_alone("tls: not-supported, sasl: not-supported, dialback: yes, "
	            "additional-domains: [b.example.example]", "");
	b_listens();
	open_proved();
	say(&peer, KEY("b.example.example", "a.example", "k"));
	UNTIL(b_calls == 2);
	b_answers("<stream:features/>");
	hear(&b_peer, "<db:verify from='a.example' to='b.example.example' id='");
	say(&b_peer, "<db:verify from='b.example.example' to='a.example' "
	             "type='invalid' id='");
	buf_cut(&b_peer.got, view_find(buf_view(&b_peer.got), VIEW("'")));
	say(&b_peer, buf_cstr(&b_peer.got));
	say(&b_peer, "'/>");
	hear(&peer, "type='error'");
	hear(&peer, "<forbidden");
	say(&peer, B_TO_A("on"));
	UNTIL(edge_counters(a.edge)->bounced[CAUSE_NO_GATEWAY] == 1);
	say(&peer, MESSAGE("u@b.example.example", "juliet@a.example", "off"));
	hear(&peer, "<invalid-from");
	b_ends();
	hang_up(&peer);
	end_alone();
}
END_TEST

START_TEST(half_open_connections_end_in_time)
{
	begin_alone(OPTIONAL, "stream-establishment-timeout: 200ms\n");
	call(&peer, &a, &b.cert);
	hear(&peer, "<connection-timeout");
	hang_up(&peer);
	open_as(OPEN_STREAM("b.example", "a.example"));
	hear(&peer, "<connection-timeout");
	hang_up(&peer);
	UNTIL(edge_gauges(a.edge).waiting == 0);
	ck_assert_uint_eq(edge_counters(a.edge)->inbound_failed, 2);
	hang_up(&peer);
	end_alone();
}
END_TEST

START_TEST(half_open_connections_are_bounded)
{
	static struct talker crowd[12];
	size_t refused = 0;

	begin_alone(OPTIONAL, "connection-limit: 8\n");	/* 16 wait, 8 of an address */
	for (size_t i = 0; i < 12; i++) {
		call(&crowd[i], &a, &b.cert);
		say(&crowd[i], OPEN_STREAM("b.example", "a.example"));
	}
	for (size_t i = 0; i < 12; i++) {
		UNTIL(crowd[i].ended || has(&crowd[i], "</stream:features>"));
		refused += crowd[i].ended;
	}
	ck_assert_uint_eq(refused, 4);
	ck_assert_uint_eq(edge_gauges(a.edge).waiting, 8);
	for (size_t i = 0; i < 12; i++)
		hang_up(&crowd[i]);
	UNTIL(edge_gauges(a.edge).waiting == 0);
	hang_up(&peer);
	end_alone();
}
END_TEST

UNIT("inbound", headers_are_refused_inside_a_stream,
     a_header_without_from_gets_the_strictest_offer,
     external_stands_for_the_header_inside_tls,
     a_certificate_for_another_domain_is_a_dead_end,
     a_key_is_believed_when_the_authority_says_so, a_denied_key_ends_the_stream,
     a_pending_pair_carries_nothing,
     an_answer_to_another_question_counts_for_nothing,
     nobody_to_ask_is_an_error_and_no_end,
     tls_required_is_required_of_keys_and_questions,
     a_silent_partner_is_let_go,
     silence_is_not_listened_for_where_keepalive_is_off,
     a_denied_pair_leaves_the_others, half_open_connections_end_in_time, half_open_connections_are_bounded)
