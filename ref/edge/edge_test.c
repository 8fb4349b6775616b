#include "edge/edge_rig.h"

#define REQUIRED	"tls: required, sasl: required, dialback: no"
#define TLS_DIALBACK	"tls: required, sasl: not-supported, dialback: yes"
#define CLEAR		"tls: not-supported, sasl: not-supported, dialback: yes"
#define OPTIONAL	"tls: optional, sasl: optional, dialback: yes"
#define FROM_A(id)	MESSAGE("juliet@a.example/r", "romeo@b.example", id)
#define FROM_B(id)	MESSAGE("romeo@b.example", "juliet@a.example/r", id)

static struct talker ga, gb;

static void open_gateways(void)
{
	open_gateway(&ga, &a);
	open_gateway(&gb, &b);
}

static void hang_up_gateways(void)
{
	hang_up(&ga);
	hang_up(&gb);
}

/* --- from gateway to gateway, by every method -------------------------------- */

static void cross_on(const char *policy, const char *more, unsigned streams)
{
	begin_with(policy, more);
	open_gateways();
	say(&ga, FROM_A("m1"));
	hear(&gb, "<message from='juliet@a.example/r' to='romeo@b.example' id='m1'");
	hear(&ga, "<handed xmlns='urn:fedlab:link:1' from='juliet@a.example/r' "
	          "to='romeo@b.example' id='m1'/>");
	say(&gb, FROM_B("m2"));
	hear(&ga, "id='m2'");
	hear(&gb, "<handed");
	ck_assert_uint_eq(edge_counters(a.edge)->outbound_opened, 1);
	ck_assert_uint_eq(edge_counters(a.edge)->inbound_opened, streams - 1);
	ck_assert_uint_eq(edge_counters(a.edge)->inbound_failed, 0);
	ck_assert_uint_eq(edge_gauges(b.edge).connections, streams);
	hang_up_gateways();
	end();
}

/* A stream for each direction, then one for both (XEP-0288). */
static void cross(const char *policy)
{
	cross_on(policy, "bidi: no\n", 2);
	cross_on(policy, "", 1);
}

START_TEST(crosses_by_sasl_over_tls)
{
	cross(REQUIRED);
}
END_TEST

START_TEST(crosses_by_dialback_over_tls)
{
	cross(TLS_DIALBACK);
}
END_TEST

START_TEST(crosses_by_dialback_in_clear)
{
	cross(CLEAR);
}
END_TEST

START_TEST(waiting_stanzas_keep_their_order)
{
	begin(OPTIONAL);
	open_gateways();
	say(&ga, FROM_A("o1") FROM_A("o2") FROM_A("o3"));
	hear(&gb, "id='o1'");
	say(&ga, FROM_A("o4"));
	hear(&gb, "id='o2'");
	hear(&gb, "id='o3'");
	hear(&gb, "id='o4'");
	hear(&ga, "id='o1'/>");
	hear(&ga, "id='o2'/>");
	hear(&ga, "id='o3'/>");
	hear(&ga, "id='o4'/>");
	ck_assert_uint_eq(edge_counters(a.edge)->outbound_opened, 1);
	hang_up_gateways();
	end();
}
END_TEST

/* --- what cannot be delivered -------------------------------------------------- */

START_TEST(a_stranger_is_refused_without_a_lookup)
{
	begin(REQUIRED);
	open_gateways();
	say(&ga, MESSAGE("juliet@a.example", "x@stranger.example", "s1"));
	hear(&ga, "id='s1' type='error'");
	hear(&ga, "partner-unknown");
	say(&ga, MESSAGE("juliet@a.example", "x@sub.b.example", "s2"));
	hear(&ga, "partner-unknown");
	say(&ga, MESSAGE("juliet@other.example", "romeo@b.example", "s3"));
	hear(&ga, "not-ours");
	ck_assert_uint_eq(questions, 0);
	hang_up_gateways();
	end();
}
END_TEST

START_TEST(iqs_do_not_cross)
{
	begin(REQUIRED);
	open_gateways();
	say(&ga, "<iq from='juliet@a.example/r' to='b.example' id='q1' type='get'>"
	         "<ping xmlns='urn:xmpp:ping'/></iq>");
	hear(&ga, "<iq from='b.example' to='juliet@a.example/r' id='q1' type='error'");
	hear(&ga, "not-served");
	ck_assert_uint_eq(questions, 0);
	hang_up_gateways();
	end();
}
END_TEST

START_TEST(without_a_gateway_the_sender_is_told)
{
	begin(REQUIRED);
	open_gateway(&ga, &a);
	say(&ga, FROM_A("n1"));
	/* The error comes on a stream of b's own, and before b has acknowledged
	 * what it is about, or behind that. */
	UNTIL(has(&ga, "<message from='romeo@b.example' to='juliet@a.example/r' id='n1' "
	               "type='error'"));
	UNTIL(has(&ga, "no-gateway"));
	UNTIL(has(&ga, "<handed"));
	hang_up(&ga);
	end();
}
END_TEST

START_TEST(policies_that_do_not_meet_bounce)
{
	begin(REQUIRED);
	open_gateways();
	ck_assert(site_reload(&b, "a.example: {" CLEAR "}\n"));
	say(&ga, FROM_A("p1"));
	hear(&ga, "id='p1' type='error'");
	ck_assert(has(&ga, "tls-not-offered") || has(&ga, "peer-stream-error"));
	ck_assert_uint_eq(edge_counters(a.edge)->outbound_failed, 1);
	ck_assert_uint_eq(edge_counters(b.edge)->stanzas_inward, 0);
	hang_up_gateways();
	end();
}
END_TEST

START_TEST(a_partner_that_is_gone_bounces)
{
	begin(REQUIRED);
	open_gateway(&ga, &a);
	site_end(&b);
	b.domain = "b.example";		/* DNS still knows it: port 9 */
	say(&ga, FROM_A("g1"));
	hear(&ga, "id='g1' type='error'");
	hear(&ga, "connect-failed");
	b.domain = NULL;
	hang_up(&ga);
	end();
}
END_TEST

/* --- reload, drain -------------------------------------------------------------- */

START_TEST(a_removed_partner_loses_its_streams)
{
	begin_with(REQUIRED, "bidi: no\n");
	open_gateways();
	say(&ga, FROM_A("r1"));
	hear(&gb, "id='r1'");
	say(&gb, FROM_B("r2"));
	hear(&ga, "id='r2'");
	ck_assert_uint_eq(edge_gauges(b.edge).connections, 2);
	ck_assert(site_reload(&b, "other.example: {" REQUIRED "}\n"));
	UNTIL(edge_gauges(b.edge).connections == 0);
	say(&gb, FROM_B("r3"));
	hear(&gb, "partner-unknown");
	say(&ga, FROM_A("r4"));
	hear(&ga, "id='r4' type='error'");
	/* Back again. */
	ck_assert(site_reload(&b, "a.example: {" REQUIRED "}\n"));
	say(&gb, FROM_B("r5"));
	hear(&ga, "id='r5'");
	hang_up_gateways();
	end();
}
END_TEST

START_TEST(a_stricter_policy_ends_what_it_would_not_let_in)
{
	begin(CLEAR);
	open_gateways();
	say(&ga, FROM_A("t1"));
	hear(&gb, "id='t1'");
	ck_assert(site_reload(&b, "a.example: {" REQUIRED "}\n"));
	UNTIL(edge_gauges(b.edge).connections == 0);
	hang_up_gateways();
	end();
}
END_TEST

START_TEST(an_unchanged_partner_keeps_its_stream)
{
	begin(REQUIRED);
	open_gateways();
	say(&ga, FROM_A("u1"));
	hear(&gb, "id='u1'");
	ck_assert(site_reload(&b, "a.example: {" REQUIRED "}\n"
	                          "more.example: {" REQUIRED "}\n"));
	say(&ga, FROM_A("u2"));
	hear(&gb, "id='u2'");
	ck_assert_uint_eq(edge_counters(a.edge)->outbound_opened, 1);
	hang_up_gateways();
	end();
}
END_TEST

START_TEST(trust_is_read_anew)
{
	struct tc other;
	char *ours;

	begin(REQUIRED);
	open_gateways();
	other = tc_ca("other", NULL);
	ours = ca_file;
	ca_file = tc_cert_file(&other);
	ck_assert(site_reload(&b, "a.example: {" REQUIRED "}\n"));
	tc_unlink(&ca_file);
	ca_file = ours;
	say(&ga, FROM_A("v1"));
	hear(&ga, "id='v1' type='error'");
	ck_assert_uint_eq(edge_counters(b.edge)->inbound_opened, 0);
	tc_free(&other);
	hang_up_gateways();
	end();
}
END_TEST

static bool drained;

static void on_drained(void *arg)
{
	ck_assert_ptr_eq(arg, &drained);
	drained = true;
}

START_TEST(a_drain_ends_every_stream)
{
	struct edge_settings *again;

	begin(REQUIRED);
	open_gateways();
	say(&ga, FROM_A("d1"));
	hear(&gb, "id='d1'");
	edge_drain(b.edge, 10000, on_drained, &drained);
	/* The gateway has taken nothing. */
	hear(&gb, "<r xmlns='urn:xmpp:sm:3'/>");
	say(&gb, "<a xmlns='urn:xmpp:sm:3' h='0'/></stream:stream>");
	hear(&gb, "</stream:stream>");
	UNTIL(drained);
	ck_assert_uint_eq(edge_gauges(b.edge).connections, 0);
	UNTIL(edge_gauges(a.edge).connections == 0);
	/* What was not acknowledged has gone back to its sender. */
	hear(&ga, "id='d1' type='error'");
	/* By the way it came. */
	ck_assert_uint_eq(edge_counters(b.edge)->outbound_opened, 0);
	again = settings_of(&b, "");
	ck_assert(!edge_reload(b.edge, again, &fault));
	edge_settings_free(&again);
	hang_up_gateways();
	end();
}
END_TEST

UNIT("edge", crosses_by_sasl_over_tls, crosses_by_dialback_over_tls,
     crosses_by_dialback_in_clear, waiting_stanzas_keep_their_order,
     a_stranger_is_refused_without_a_lookup, iqs_do_not_cross,
     without_a_gateway_the_sender_is_told, policies_that_do_not_meet_bounce,
     a_partner_that_is_gone_bounces, a_removed_partner_loses_its_streams,
     a_stricter_policy_ends_what_it_would_not_let_in,
     an_unchanged_partner_keeps_its_stream, trust_is_read_anew, a_drain_ends_every_stream)
