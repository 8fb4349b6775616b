/* An edge calls b.example, which is played by this test. */
#include "edge/edge_rig.h"

#define FEATURES(f)	"<stream:features>" f "</stream:features>"
#define STARTTLS	"<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"
#define EXTERNAL	"<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>" \
	"<mechanism>EXTERNAL</mechanism></mechanisms>"
#define DIALBACK	"<dialback xmlns='urn:xmpp:features:dialback'><errors/></dialback>"
#define FAILURE		"<failure xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>" \
	"<not-authorized/></failure>"
#define STREAM_ERROR(c)	"<stream:error><" c " xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>" \
	"</stream:error></stream:stream>"
#define RESULT(rest)	"<db:result from='b.example' to='a.example' " rest
#define REQUIRED	"tls: required, sasl: required, dialback: no"
#define OPTIONAL	"tls: optional, sasl: optional, dialback: yes"
#define CLEAR		"tls: not-supported, sasl: not-supported, dialback: yes"
#define TO_B(id)	MESSAGE("juliet@a.example", "romeo@b.example", id)

static struct talker gw;

static void begin_out(const char *policy, const char *more)
{
	begin_alone(policy, more);
	b_listens();
	open_gateway(&gw, &a);
}

static void end_out(void)
{
	b_ends();
	hang_up(&gw);
	end_alone();
}

static void bounced(const char *id, const char *label)
{
	char text[100];

	snprintf(text, sizeof text, "id='%s' type='error'", id);
	hear(&gw, text);
	snprintf(text, sizeof text, ">%s</cause>", label);
	hear(&gw, text);
}

/* As far as features inside TLS. */
static void secure_with(const char *inside)
{
	b_answers(FEATURES(STARTTLS));
	b_takes_tls();
	b_answers(inside);
}

START_TEST(external_refused_leads_to_dialback)
{
	begin_out(OPTIONAL, "");
	say(&gw, TO_B("e1"));
	secure_with(FEATURES(EXTERNAL DIALBACK));
	hear(&b_peer, "mechanism='EXTERNAL'>YS5leGFtcGxl</auth>");
	say(&b_peer, FAILURE);
	hear(&b_peer, "<db:result from='a.example' to='b.example'>");
	ck_assert(!has(&b_peer, "hello"));
	say(&b_peer, RESULT("type='valid'/>"));
	hear(&b_peer, "hello");
	hear(&gw, "<handed");
	end_out();
}
END_TEST

START_TEST(external_refused_and_closed_leads_to_a_stream_with_dialback)
{
	begin_out(OPTIONAL, "");
	say(&gw, TO_B("e1"));
	secure_with(FEATURES(EXTERNAL DIALBACK));
	hear(&b_peer, "mechanism='EXTERNAL'");
	say(&b_peer, FAILURE STREAM_ERROR("not-authorized"));
	UNTIL(b_calls == 2);
	secure_with(FEATURES(EXTERNAL DIALBACK));
	hear(&b_peer, "<db:result from='a.example' to='b.example'>");
	/* Once only. */
	say(&b_peer, STREAM_ERROR("not-authorized"));
	bounced("e1", "peer-stream-error");
	ck_assert_uint_eq(b_calls, 2);
	end_out();
}
END_TEST

START_TEST(external_required_ends_with_its_refusal)
{
	begin_out(REQUIRED, "");
	say(&gw, TO_B("e1"));
	secure_with(FEATURES(EXTERNAL DIALBACK));
	hear(&b_peer, "mechanism='EXTERNAL'");
	say(&b_peer, FAILURE);
	bounced("e1", "sasl-refused");
	UNTIL(b_peer.ended);
	ck_assert(!has(&b_peer, "db:result"));
	ck_assert(!has(&b_peer, "hello"));
	ck_assert_uint_eq(b_calls, 1);
	end_out();
}
END_TEST

START_TEST(a_partner_of_another_name_gets_nothing)
{
	begin_out(REQUIRED, "");
	tc_free(&b.cert);
	b.cert = tc_leaf(&ca, "dns:other.example");
	say(&gw, TO_B("n1"));
	secure_with(FEATURES(EXTERNAL DIALBACK));
	bounced("n1", "cert-name");
	UNTIL(b_peer.ended);
	ck_assert(!has(&b_peer, "<auth"));
	ck_assert(!has(&b_peer, "hello"));
	end_out();
}
END_TEST

START_TEST(tls_is_asked_for_where_it_is_not_offered)
{
	begin_out(REQUIRED, "");
	say(&gw, TO_B("t1"));
	b_answers(FEATURES(DIALBACK));
	hear(&b_peer, "<starttls");
	say(&b_peer, "<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:stream>");
	bounced("t1", "tls-not-offered");
	end_out();
}
END_TEST

START_TEST(a_broken_handshake_is_no_way_into_the_clear)
{
	begin_out(OPTIONAL, "");
	say(&gw, TO_B("t1"));
	b_answers(FEATURES(STARTTLS DIALBACK));
	hear(&b_peer, "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
	say(&b_peer, "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
	UNTIL(buf_len(&b_peer.got) != 0);	/* ClientHello */
	say(&b_peer, "this is no TLS");
	bounced("t1", "tls-failed");
	ck_assert_uint_eq(b_calls, 1);
	end_out();
}
END_TEST

START_TEST(a_dialback_error_leaves_the_stream)
{
	begin_out(CLEAR, "");
	say(&gw, TO_B("d1"));
	b_answers(FEATURES(DIALBACK));
	hear(&b_peer, "<db:result");
	say(&b_peer, RESULT("type='error'><error type='cancel'><not-acceptable "
	                    "xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>"
	                    "</db:result>"));
	bounced("d1", "db-peer-error");
	say(&gw, TO_B("d2"));
	hear(&b_peer, "<db:result");
	say(&b_peer, RESULT("type='valid'/>"));
	hear(&b_peer, "id='d2'");
	ck_assert_uint_eq(b_calls, 1);
	end_out();
}
END_TEST

START_TEST(a_denied_key_bounces_and_sends_nothing)
{
	begin_out(CLEAR, "");
	say(&gw, TO_B("d1") TO_B("d2"));
	b_answers(FEATURES(DIALBACK));
	hear(&b_peer, "<db:result");
	say(&b_peer, RESULT("type='invalid'/></stream:stream>"));
	bounced("d1", "db-invalid");
	bounced("d2", "db-invalid");
	UNTIL(b_peer.ended);
	ck_assert(!has(&b_peer, "hello"));
	end_out();
}
END_TEST

START_TEST(an_answer_for_another_pair_opens_nothing)
{
	begin_out(CLEAR, "");
	say(&gw, TO_B("d1"));
	b_answers(FEATURES(DIALBACK));
	hear(&b_peer, "<db:result");
	say(&b_peer, "<db:result from='evil.example' to='a.example' type='valid'/>");
	hear(&gw, "id='d1' type='error'");
	UNTIL(b_peer.ended);
	ck_assert(!has(&b_peer, "hello"));
	end_out();
}
END_TEST

START_TEST(redirects_end_somewhere)
{
	char text[200];

	begin_out(CLEAR, "");
	snprintf(text, sizeof text, "<stream:error><see-other-host "
	         "xmlns='urn:ietf:params:xml:ns:xmpp-streams'>b.example:%u"
	         "</see-other-host></stream:error></stream:stream>", b_port);
	say(&gw, TO_B("r1"));
	for (unsigned i = 1; i <= 4; i++) {
		UNTIL(b_calls == i);
		b_answers(text);
	}
	bounced("r1", "redirected-too-often");
	ck_assert_uint_eq(b_calls, 4);
	end_out();
}
END_TEST

#define ELSEWHERE(to)	"<stream:error><see-other-host " \
	"xmlns='urn:ietf:params:xml:ns:xmpp-streams'>" to "</see-other-host></stream:error></stream:stream>"

START_TEST(nobody_is_followed_before_he_has_shown_what_is_required)
{
	begin_out(REQUIRED, "");
	say(&gw, TO_B("r1"));
	b_answers(ELSEWHERE("127.0.0.1:1"));
	bounced("r1", "redirect-refused");
	/* Behind TLS, with a certificate of somebody else. */
	tc_free(&b.cert);
	b.cert = tc_leaf(&ca, "dns:other.example");
	say(&gw, TO_B("r2"));
	UNTIL(b_calls == 2);
	secure_with(ELSEWHERE("127.0.0.1:1"));
	bounced("r2", "redirect-refused");
	end_out();
}
END_TEST

START_TEST(who_has_shown_it_is_followed)
{
	begin_out(REQUIRED, "");
	say(&gw, TO_B("r1"));
	secure_with(ELSEWHERE("127.0.0.1:1"));
	bounced("r1", "connect-failed");
	end_out();
}
END_TEST

START_TEST(a_host_longer_than_a_name_is_none)
{
	struct buf text = { 0 };

	begin_out(CLEAR, "");
	buf_puts(&text, "<stream:error><see-other-host xmlns='urn:ietf:params:xml:ns:xmpp-streams'>");
	for (int i = 0; i < 263; i++)
		buf_puts(&text, "h");
	buf_puts(&text, "</see-other-host></stream:error></stream:stream>");
	say(&gw, TO_B("r1"));
	b_answers(buf_cstr(&text));
	bounced("r1", "redirect-refused");
	buf_free(&text);
	end_out();
}
END_TEST

START_TEST(silence_while_setting_up_ends_in_time)
{
	begin_out(CLEAR, "stream-establishment-timeout: 1s\n");
	say(&gw, TO_B("s1"));
	b_answers(FEATURES(DIALBACK));
	hear(&b_peer, "<db:result");
	bounced("s1", "establish-timeout");
	hear(&b_peer, "<connection-timeout");
	end_out();
}
END_TEST

START_TEST(an_idle_stream_is_closed_and_another_opened)
{
	begin_out(CLEAR ", keepalive: no", "stream-inactivity-timeout: 200ms\n");
	say(&gw, TO_B("i1"));
	b_answers(FEATURES(DIALBACK));
	hear(&b_peer, "<db:result");
	say(&b_peer, RESULT("type='valid'/>"));
	hear(&b_peer, "id='i1'");
	hear(&b_peer, "</stream:stream>");
	ck_assert(!has(&b_peer, "stream:error"));
	say(&gw, TO_B("i2"));
	UNTIL(b_calls == 2);
	b_answers(FEATURES(DIALBACK));
	hear(&b_peer, "<db:result");
	say(&b_peer, RESULT("type='valid'/>"));
	hear(&b_peer, "id='i2'");
	ck_assert_uint_eq(edge_counters(a.edge)->outbound_failed, 0);
	end_out();
}
END_TEST

START_TEST(a_partner_that_fails_is_left_alone)
{
	static const char *const ids[] = { "f1", "f2", "f3", "f4", "f5", "f6" };
	char text[200];

	begin_out(CLEAR, "");
	for (size_t i = 0; i < 6; i++) {
		snprintf(text, sizeof text, "<message from='juliet@a.example' "
		         "to='romeo@b.example' id='%s'/>", ids[i]);
		say(&gw, text);
		if (i < 4) {
			UNTIL(b_calls == i + 1);
			b_answers(STREAM_ERROR("host-unknown"));
		}
		bounced(ids[i], "peer-stream-error");
	}
	ck_assert_uint_eq(b_calls, 4);
	end_out();
}
END_TEST

UNIT("outbound", external_refused_leads_to_dialback,
     external_refused_and_closed_leads_to_a_stream_with_dialback,
     external_required_ends_with_its_refusal,
     a_partner_of_another_name_gets_nothing,
     tls_is_asked_for_where_it_is_not_offered,
     a_broken_handshake_is_no_way_into_the_clear,
     a_dialback_error_leaves_the_stream, a_denied_key_bounces_and_sends_nothing,
     an_answer_for_another_pair_opens_nothing, redirects_end_somewhere,
     nobody_is_followed_before_he_has_shown_what_is_required, who_has_shown_it_is_followed,
     a_host_longer_than_a_name_is_none,
     silence_while_setting_up_ends_in_time,
     an_idle_stream_is_closed_and_another_opened,
     a_partner_that_fails_is_left_alone)
