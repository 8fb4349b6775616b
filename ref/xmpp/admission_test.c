#include "xmpp/admission.h"

#include "lib/unit.h"
#include "xmpp/conn.h"

START_TEST(what_comes_behind_the_end_has_a_bound)
{
	ck_assert(!behind_is_too_much(1));
	ck_assert(!behind_is_too_much(CONN_BEHIND_MAX));
	ck_assert(behind_is_too_much(CONN_BEHIND_MAX + 1));
}
END_TEST

START_TEST(starttls_only_when_offered_and_once)
{
	ck_assert(starttls_may_follow(true, false, false));
	ck_assert(!starttls_may_follow(false, false, false));
	ck_assert(!starttls_may_follow(true, true, false));
	ck_assert(!starttls_may_follow(true, false, true));
}
END_TEST

START_TEST(stanzas_only_when_established_and_in_one_direction)
{
	ck_assert(stanza_may_pass(STREAM_RECEIVING, false, true));
	ck_assert(!stanza_may_pass(STREAM_RECEIVING, false, false));
	ck_assert(!stanza_may_pass(STREAM_RECEIVING, true, false));
	ck_assert(!stanza_may_pass(STREAM_INITIATING, false, true));
	ck_assert(stanza_may_pass(STREAM_INITIATING, true, true));
	ck_assert(!stanza_may_pass(STREAM_INITIATING, true, false));
}
END_TEST

START_TEST(both_ways_is_agreed_before_anything_is_proved)
{
	for (int i = 0; i < 8; i++)
		ck_assert_int_eq(bidi_may_follow(i & 1, i & 2, i & 4), i == 1);
	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(request_may_return(i & 1, i & 2), i == 3);
}
END_TEST

START_TEST(external_only_over_tls_and_when_offered)
{
	ck_assert_int_eq(sasl_refusal(VIEW("EXTERNAL"), true, true), CAUSE_NONE);
	ck_assert_int_eq(sasl_refusal(VIEW("EXTERNAL"), true, false), CAUSE_NO_METHOD);
	ck_assert_int_eq(sasl_refusal(VIEW("EXTERNAL"), false, true), CAUSE_SASL_NEEDS_TLS);
	ck_assert_int_eq(sasl_refusal(VIEW("EXTERNAL"), false, false), CAUSE_SASL_NEEDS_TLS);
	ck_assert_int_eq(sasl_refusal(VIEW("PLAIN"), true, true), CAUSE_SASL_MECHANISM);
	ck_assert_int_eq(sasl_refusal(VIEW("external"), true, true), CAUSE_SASL_MECHANISM);
	ck_assert_int_eq(sasl_refusal(VIEW("EXTERNAL "), true, true), CAUSE_SASL_MECHANISM);
	ck_assert_int_eq(sasl_refusal((struct view){ 0 }, true, true), CAUSE_SASL_MECHANISM);
}
END_TEST

START_TEST(attempts_are_counted_to_the_limit)
{
	ck_assert(!sasl_too_often(1, 1));
	ck_assert(sasl_too_often(2, 1));
	ck_assert(!sasl_too_often(5, 5));
	ck_assert(sasl_too_often(6, 5));
}
END_TEST

/* "" for nobody. */
static void identity_is(const char *authzid, const char *from, const char *expected)
{
	struct region *r = region_new();
	struct view who = sasl_identity(view_of(authzid), view_of(from), r);

	ck_assert(view_is(who, expected));
	region_free(&r);
}

/* R6120-4.3.6-1, R6120-6.3.8-2 and -3, R6120-6.4.6-1, X0178-3-4 */
START_TEST(identity_is_the_domain_of_the_header)
{
	identity_is("", "peer.example", "peer.example");
	identity_is("peer.example", "peer.example", "peer.example");
	identity_is("PEER.example", "Peer.Example", "peer.example");
	identity_is("xn--bcher-kva.example",
	            "b\xc3\xbc"
	            "cher.example",
	            "b\xc3\xbc"
	            "cher.example");
	identity_is("other.example", "peer.example", "");
	identity_is("sub.peer.example", "peer.example", "");
	identity_is("user@peer.example", "peer.example", "");
	identity_is("peer.example/x", "peer.example", "");
	identity_is(" ", "peer.example", "");
	/* Without a `from` there is nobody to be. */
	identity_is("", "", "");
	identity_is("peer.example", "", "");
	identity_is("", "user@peer.example", "");
	identity_is("user@peer.example", "user@peer.example", "");
}
END_TEST

static void stands(const char *from, const char *authenticated, bool expected)
{
	struct region *r = region_new();

	ck_assert(header_from_stands(view_of(from), view_of(authenticated), r) == expected);
	region_free(&r);
}

START_TEST(nobody_changes_after_authentication)
{
	stands("", "peer.example", true);
	stands("peer.example", "peer.example", true);
	stands("PEER.example", "peer.example", true);
	stands("victim.example", "peer.example", false);
	stands("sub.peer.example", "peer.example", false);
	stands("peer.example/x", "peer.example", false);
	stands("peer.example", "", false);
}
END_TEST

START_TEST(tls_takes_of_the_time_of_the_stream)
{
	ck_assert_uint_eq(establish_left(4000, 0), 4000);
	ck_assert_uint_eq(establish_left(4000, 3999), 1);
	ck_assert_uint_eq(establish_left(4000, 4000), 1);
	ck_assert_uint_eq(establish_left(4000, 9000), 1);
	ck_assert_uint_eq(establish_left(0, 9000), 0);
}
END_TEST

UNIT("admission", what_comes_behind_the_end_has_a_bound,
     tls_takes_of_the_time_of_the_stream, starttls_only_when_offered_and_once,
     stanzas_only_when_established_and_in_one_direction,
     both_ways_is_agreed_before_anything_is_proved, external_only_over_tls_and_when_offered,
     attempts_are_counted_to_the_limit, identity_is_the_domain_of_the_header,
     nobody_changes_after_authentication)
