#include "edge/verdict.h"

#include "lib/unit.h"

static const struct question_terms asked = {
	{ { "peer.example", 12 }, { "own.example", 11 } }, { "id1", 3 }
};

START_TEST(answer_counts_when_all_three_match)
{
	const struct pair same = { VIEW("peer.example"), VIEW("own.example") };
	const struct pair turned = { VIEW("own.example"), VIEW("peer.example") };
	const struct pair foreign = { VIEW("evil.example"), VIEW("own.example") };
	const struct pair other = { VIEW("peer.example"), VIEW("sub.own.example") };

	ck_assert(verify_answer_counts(&asked, same, VIEW("id1")));
	ck_assert(!verify_answer_counts(&asked, same, VIEW("id2")));
	ck_assert(!verify_answer_counts(&asked, same, VIEW("")));
	ck_assert(!verify_answer_counts(&asked, turned, VIEW("id1")));
	ck_assert(!verify_answer_counts(&asked, foreign, VIEW("id1")));
	ck_assert(!verify_answer_counts(&asked, other, VIEW("id1")));
}
END_TEST

START_TEST(only_valid_is_valid)
{
	ck_assert_int_eq(authority_verdict(DB_VALID, VIEW("")), CAUSE_NONE);
	ck_assert_int_eq(authority_verdict(DB_INVALID, VIEW("")), CAUSE_DB_INVALID);
	ck_assert_int_eq(authority_verdict(DB_ERROR, VIEW("item-not-found")),
	                 CAUSE_DB_AUTHORITY_UNKNOWN);
	ck_assert_int_eq(authority_verdict(DB_ERROR, VIEW("remote-server-not-found")),
	                 CAUSE_DB_AUTHORITY_UNKNOWN);
	ck_assert_int_eq(authority_verdict(DB_ERROR, VIEW("policy-violation")),
	                 CAUSE_DB_AUTHORITY_DOWN);
	ck_assert_int_eq(authority_verdict(DB_ERROR, VIEW("")), CAUSE_DB_AUTHORITY_DOWN);
}
END_TEST

START_TEST(failure_tells_unknown_from_down)
{
	ck_assert_int_eq(authority_failure(CAUSE_DNS_NO_NAME), CAUSE_DB_AUTHORITY_UNKNOWN);
	ck_assert_int_eq(authority_failure(CAUSE_DNS_NO_SERVICE),
	                 CAUSE_DB_AUTHORITY_UNKNOWN);
	ck_assert_int_eq(authority_failure(CAUSE_HOST_UNKNOWN), CAUSE_DB_AUTHORITY_UNKNOWN);
	ck_assert_int_eq(authority_failure(CAUSE_CONNECT_FAILED), CAUSE_DB_AUTHORITY_DOWN);
	ck_assert_int_eq(authority_failure(CAUSE_DNS_FAILED), CAUSE_DB_AUTHORITY_DOWN);
	/* Whatever failed, it is never taken for a yes. */
	for (int c = CAUSE_NONE; c < CAUSE_COUNT; c++)
		ck_assert_int_ne(authority_failure((enum cause)c), CAUSE_NONE);
}
END_TEST

START_TEST(asking_keeps_to_the_partners_tls)
{
	struct policy p = { POLICY_REQUIRED, POLICY_OPTIONAL, true };
	struct stream_features none = { 0 }, tls = { .starttls = true };
	enum cause why;

	ck_assert_int_eq(verify_next(&p, false, &tls, &why), VERIFY_STARTTLS);
	ck_assert_int_eq(verify_next(&p, false, &none, &why), VERIFY_STARTTLS);
	ck_assert_int_eq(verify_next(&p, true, &none, &why), VERIFY_ASK);
	p.tls = POLICY_OPTIONAL;
	ck_assert_int_eq(verify_next(&p, false, &tls, &why), VERIFY_STARTTLS);
	ck_assert_int_eq(verify_next(&p, false, &none, &why), VERIFY_ASK);
	p.tls = POLICY_NOT_SUPPORTED;
	ck_assert_int_eq(verify_next(&p, false, &tls, &why), VERIFY_ASK);
}
END_TEST

START_TEST(asking_gives_up_where_tls_has_no_word)
{
	struct policy p = { POLICY_REQUIRED, POLICY_OPTIONAL, true };
	struct stream_features old = { .none_sent = true, .dialback = true };
	enum cause why = CAUSE_NONE;

	ck_assert_int_eq(verify_next(&p, false, &old, &why), VERIFY_GIVE_UP);
	ck_assert_int_eq(why, CAUSE_TLS_NOT_OFFERED);
	p.tls = POLICY_OPTIONAL;
	ck_assert_int_eq(verify_next(&p, false, &old, &why), VERIFY_ASK);
	ck_assert_int_eq(why, CAUSE_NONE);
}
END_TEST

UNIT("verdict", answer_counts_when_all_three_match, only_valid_is_valid,
     failure_tells_unknown_from_down, asking_keeps_to_the_partners_tls,
     asking_gives_up_where_tls_has_no_word)
