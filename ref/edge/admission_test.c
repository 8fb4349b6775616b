#include "edge/admission.h"

#include "lib/unit.h"

static const struct partner open_partner = {
	.domain = "peer.example",
	.policy = { POLICY_OPTIONAL, POLICY_OPTIONAL, true },
};

static const struct pair pair = {
	{ "peer.example", 12 }, { "own.example", 11 }
};

START_TEST(arrival_stops_at_either_bound)
{
	const struct room some = { 3, 4 }, full = { 4, 4 };

	ck_assert_int_eq(arrival_refused(some, some), CAUSE_NONE);
	ck_assert_int_eq(arrival_refused(full, some), CAUSE_TOO_MANY_CONNECTIONS);
	ck_assert_int_eq(arrival_refused(some, full), CAUSE_TOO_MANY_CONNECTIONS);
}
END_TEST

START_TEST(questions_stop_at_either_bound)
{
	const struct room less = { 2, 4 }, some = { 3, 4 }, full = { 4, 4 };

	ck_assert_int_eq(question_refused(less, less), CAUSE_NONE);
	ck_assert_int_eq(question_refused(some, some), CAUSE_NONE);
	ck_assert_int_eq(question_refused(full, some), CAUSE_TOO_MANY_CONNECTIONS);
	ck_assert_int_eq(question_refused(some, full), CAUSE_TOO_MANY_CONNECTIONS);
}
END_TEST

START_TEST(rate_stops_at_its_bound)
{
	ck_assert_int_eq(rate_refused((struct room){ 0, 1 }), CAUSE_NONE);
	ck_assert_int_eq(rate_refused((struct room){ 99, 100 }), CAUSE_NONE);
	ck_assert_int_eq(rate_refused((struct room){ 100, 100 }), CAUSE_CONNECTION_RATE);
	ck_assert_int_eq(rate_refused((struct room){ 101, 100 }), CAUSE_CONNECTION_RATE);
}
END_TEST

START_TEST(seat_says_which_limit)
{
	const struct room some = { 3, 4 }, full = { 4, 4 }, over = { 5, 4 };

	ck_assert_int_eq(seat_refused(some, some), CAUSE_NONE);
	ck_assert_int_eq(seat_refused(full, full), CAUSE_TOO_MANY_CONNECTIONS);
	ck_assert_int_eq(seat_refused(some, full), CAUSE_PARTNER_CONNECTIONS);
	/* A limit lowered by a reload. */
	ck_assert_int_eq(seat_refused(some, over), CAUSE_PARTNER_CONNECTIONS);
}
END_TEST

START_TEST(external_needs_identity_and_certificate)
{
	ck_assert_int_eq(external_refused(VIEW("peer.example"), CAUSE_NONE), CAUSE_NONE);
	ck_assert_int_eq(external_refused(VIEW("peer.example"), CAUSE_CERT_NAME),
	                 CAUSE_CERT_NAME);
	ck_assert_int_eq(external_refused(VIEW(""), CAUSE_NONE), CAUSE_SASL_AUTHZID);
	ck_assert_int_eq(external_refused(VIEW(""), CAUSE_CERT_EXPIRED),
	                 CAUSE_SASL_AUTHZID);
}
END_TEST

START_TEST(request_for_a_foreign_target_comes_first)
{
	struct pairs *p = pairs_new(4);

	ck_assert_int_eq(dialback_request_refused(&open_partner, false, true, p, pair),
	                 CAUSE_HOST_UNKNOWN);
	ck_assert_int_eq(dialback_request_refused(NULL, true, true, p, pair),
	                 CAUSE_PARTNER_UNKNOWN);
	ck_assert_int_eq(dialback_request_refused(&open_partner, true, true, p, pair),
	                 CAUSE_NONE);
	pairs_free(&p);
}
END_TEST

START_TEST(request_obeys_the_policy_of_its_own_sender)
{
	struct partner strict = open_partner;
	struct pairs *p = pairs_new(4);

	strict.policy.tls = POLICY_REQUIRED;
	ck_assert_int_eq(dialback_request_refused(&strict, true, false, p, pair),
	                 CAUSE_TLS_REQUIRED);
	ck_assert_int_eq(dialback_request_refused(&strict, true, true, p, pair),
	                 CAUSE_NONE);
	strict.policy.dialback = false;
	ck_assert_int_eq(dialback_request_refused(&strict, true, true, p, pair),
	                 CAUSE_DB_DISABLED);
	pairs_free(&p);
}
END_TEST

START_TEST(request_is_not_repeated)
{
	struct pairs *p = pairs_new(4);

	pairs_set(p, pair, PAIR_PENDING);
	ck_assert_int_eq(dialback_request_refused(&open_partner, true, true, p, pair),
	                 CAUSE_TOO_MANY_PAIRS);
	pairs_set(p, pair, PAIR_DENIED);
	ck_assert_int_eq(dialback_request_refused(&open_partner, true, true, p, pair),
	                 CAUSE_DB_FORBIDDEN);
	pairs_set(p, pair, PAIR_PROVED);
	ck_assert_int_eq(dialback_request_refused(&open_partner, true, true, p, pair),
	                 CAUSE_NONE);
	pairs_free(&p);
}
END_TEST

START_TEST(question_is_refused_in_the_same_order)
{
	struct partner strict = open_partner;

	strict.policy.tls = POLICY_REQUIRED;
	ck_assert_int_eq(dialback_question_refused(NULL, false, true), CAUSE_HOST_UNKNOWN);
	ck_assert_int_eq(dialback_question_refused(NULL, true, true),
	                 CAUSE_PARTNER_UNKNOWN);
	ck_assert_int_eq(dialback_question_refused(&strict, true, false),
	                 CAUSE_TLS_REQUIRED);
	ck_assert_int_eq(dialback_question_refused(&strict, true, true), CAUSE_NONE);
}
END_TEST

START_TEST(pending_pair_carries_nothing)
{
	struct pairs *p = pairs_new(4);

	ck_assert(!stream_may_carry(p));
	pairs_set(p, pair, PAIR_PENDING);
	ck_assert(!stream_may_carry(p));
	pairs_set(p, pair, PAIR_PROVED);
	ck_assert(stream_may_carry(p));
	pairs_set(p, pair, PAIR_DENIED);
	ck_assert(!stream_may_carry(p));
	pairs_free(&p);
}
END_TEST

/* X0288-2.2-3, X0288-2.2-5 */
START_TEST(only_a_proved_pair_is_turned_and_as_policy_has_it)
{
	const struct pair other = { pair.from, VIEW("sub.contoso.example") };
	struct partner strict = open_partner;
	struct pairs *p = pairs_new(4);

	strict.policy.sasl = strict.policy.tls = POLICY_REQUIRED;
	ck_assert(!stanza_may_return(true, p, pair, &open_partner, METHOD_TLS_DIALBACK));
	pairs_set(p, pair, PAIR_PENDING);
	ck_assert(!stanza_may_return(true, p, pair, &open_partner, METHOD_TLS_DIALBACK));
	pairs_set(p, pair, PAIR_PROVED);
	ck_assert(stanza_may_return(true, p, pair, &open_partner, METHOD_TLS_DIALBACK));
	ck_assert(!stanza_may_return(false, p, pair, &open_partner, METHOD_TLS_DIALBACK));
	ck_assert(!stanza_may_return(true, p, other, &open_partner, METHOD_TLS_DIALBACK));
	ck_assert(!stanza_may_return(true, p, pair, NULL, METHOD_TLS_DIALBACK));
	ck_assert(!stanza_may_return(true, p, pair, &strict, METHOD_TLS_DIALBACK));
	ck_assert(stanza_may_return(true, p, pair, &strict, METHOD_SASL_TLS));
	pairs_free(&p);
}
END_TEST

START_TEST(denial_spares_other_senders_only)
{
	const struct pair other = { VIEW("rooms.peer.example"), VIEW("own.example") };
	struct pairs *p = pairs_new(4);

	pairs_set(p, pair, PAIR_DENIED);
	ck_assert_int_eq(dialback_denial(p, pair.from), DENIAL_CLOSES);
	pairs_set(p, other, PAIR_PENDING);
	ck_assert_int_eq(dialback_denial(p, pair.from), DENIAL_CLOSES);
	pairs_set(p, other, PAIR_PROVED);
	ck_assert_int_eq(dialback_denial(p, pair.from), DENIAL_SPARES);
	ck_assert_int_eq(dialback_denial(p, other.from), DENIAL_CLOSES);
	pairs_free(&p);
}
END_TEST

START_TEST(handed_is_for_what_has_an_id_and_is_owed)
{
	struct region *r = region_new();
	struct element *m = element_new(r, NS_SERVER, "message");
	struct element *p = element_new(r, NS_SERVER, "presence");

	ck_assert(!handed_due(m));
	element_set(r, m, "id", VIEW("a1"));
	ck_assert(handed_due(m));
	element_set(r, m, "type", VIEW("error"));
	ck_assert(!handed_due(m));
	element_set(r, p, "id", VIEW("a2"));
	ck_assert(!handed_due(p));
	element_set(r, p, "type", VIEW("subscribe"));
	ck_assert(!handed_due(p));
	element_set(r, p, "type", VIEW("subscribed"));
	ck_assert(handed_due(p));
	element_set(r, p, "type", VIEW("unsubscribed"));
	ck_assert(handed_due(p));
	element_unset(p, "id");
	ck_assert(!handed_due(p));
	region_free(&r);
}
END_TEST

START_TEST(retries_grow_and_stay_bounded)
{
	uint64_t last = 0;

	for (unsigned n = 0; n <= 3; n++)
		ck_assert_uint_eq(retry_delay(n, 1000, 12345), 0);
	for (unsigned n = 4; n < 40; n++) {
		uint64_t least = retry_delay(n, 1000, 0);

		ck_assert_uint_ge(least, last);
		ck_assert_uint_gt(least, 0);
		last = least;
		for (uint32_t chance = 0; chance < 100000; chance += 997)
			ck_assert_uint_le(retry_delay(n, 1000, chance), 60000);
	}
	ck_assert_uint_eq(retry_delay(4, 1000, 0), 500);
	ck_assert_uint_eq(retry_delay(4, 1000, 500), 1000);
	ck_assert_uint_eq(retry_delay(1000000, 1000, 30000), 60000);
	ck_assert_uint_eq(retry_delay(4, 60000, 0), 30000);
	ck_assert_uint_eq(retry_delay(5, 60000, 30000), 60000);
	ck_assert_uint_eq(retry_delay(4, 1, 0), 0);
}
END_TEST

START_TEST(a_break_is_followed_by_chance_and_failures_by_growing_pauses)
{
	uint64_t last = 0;

	for (uint32_t chance = 0; chance < 5000; chance++)
		ck_assert_uint_eq(redial_delay(0, 1000, 60000, chance), chance % 1001);
	ck_assert_uint_eq(redial_delay(0, 0, 60000, 4711), 0);
	ck_assert_uint_eq(redial_delay(0, 60000, UINT64_MAX, 60000), 60000);
	/* A session that ends soon. */
	ck_assert_uint_eq(redial_delay(0, 60000, 1000, 250), 250);
	ck_assert_uint_eq(redial_delay(0, 60000, 1000, 251), 0);
	ck_assert_uint_eq(redial_delay(9, 60000, 1000, 125), 250);

	for (unsigned n = 1; n < 40; n++) {
		uint64_t least = redial_delay(n, 1000, UINT64_MAX, 0);

		ck_assert_uint_eq(least, n < 7 ? last == 0 ? 100 : 2 * last : 5000);
		for (uint32_t chance = 0; chance < 100000; chance += 997)
			ck_assert_uint_le(redial_delay(n, 1000, UINT64_MAX, chance), 2 * least);
		last = least;
	}
}
END_TEST

START_TEST(streams_wait_for_a_gateway_where_one_is_required)
{
	ck_assert_int_eq(stream_inward_refused(true, CAUSE_NO_GATEWAY), CAUSE_NO_ROUTE);
	ck_assert_int_eq(stream_inward_refused(false, CAUSE_NO_GATEWAY), CAUSE_NONE);
	ck_assert_int_eq(stream_inward_refused(true, CAUSE_NONE), CAUSE_NONE);
	/* It is there, and has no room for now. */
	ck_assert_int_eq(stream_inward_refused(true, CAUSE_QUEUE_FULL), CAUSE_NONE);
}
END_TEST

START_TEST(what_comes_to_nothing_is_counted)
{
	ck_assert_int_eq(dialback_in_vain(false, DIALBACK_VAIN_MAX), CAUSE_NONE);
	ck_assert_int_eq(dialback_in_vain(false, DIALBACK_VAIN_MAX + 1), CAUSE_DB_TOO_OFTEN);
	ck_assert_int_eq(dialback_in_vain(true, DIALBACK_VAIN_MAX + 1), CAUSE_NONE);
	ck_assert_int_eq(dialback_in_vain(true, DIALBACK_VAIN_PROVED_MAX), CAUSE_NONE);
	ck_assert_int_eq(dialback_in_vain(true, DIALBACK_VAIN_PROVED_MAX + 1), CAUSE_DB_TOO_OFTEN);
}
END_TEST

START_TEST(the_log_is_not_filled_with_it)
{
	size_t told = 0;

	for (size_t n = 1; n <= DIALBACK_VAIN_PROVED_MAX; n++)
		told += dialback_vain_is_told(n);
	ck_assert(dialback_vain_is_told(1) && dialback_vain_is_told(DIALBACK_VAIN_MAX));
	ck_assert(!dialback_vain_is_told(DIALBACK_VAIN_MAX + 1));
	ck_assert(dialback_vain_is_told(64));
	ck_assert_uint_eq(told, DIALBACK_VAIN_MAX + 4);	/* 64, 128, 256, 512 */
}
END_TEST

UNIT("admission", what_comes_to_nothing_is_counted, the_log_is_not_filled_with_it,
     streams_wait_for_a_gateway_where_one_is_required,
     rate_stops_at_its_bound, arrival_stops_at_either_bound,
     questions_stop_at_either_bound, seat_says_which_limit,
     external_needs_identity_and_certificate, request_for_a_foreign_target_comes_first,
     request_obeys_the_policy_of_its_own_sender, request_is_not_repeated,
     question_is_refused_in_the_same_order, pending_pair_carries_nothing,
     only_a_proved_pair_is_turned_and_as_policy_has_it, denial_spares_other_senders_only,
     handed_is_for_what_has_an_id_and_is_owed, retries_grow_and_stay_bounded,
     a_break_is_followed_by_chance_and_failures_by_growing_pauses)
