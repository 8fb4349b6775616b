#include "edge/addressing.h"

#include "lib/unit.h"

static enum cause reads(const char *from, const char *to,
                        struct stanza_addresses *a, struct region *r)
{
	struct element *e = element_new(r, NS_SERVER, "message");

	if (from != NULL)
		element_set(r, e, "from", view_of(from));
	if (to != NULL)
		element_set(r, e, "to", view_of(to));
	return addresses_read(e, r, a);
}

START_TEST(both_ends_have_to_be_addresses)
{
	static const struct {
		const char *from, *to;
		enum cause cause;
	} rows[] = {
		{ "a@peer.example", "b@contoso.example", CAUSE_NONE },
		{ "peer.example", "contoso.example/r", CAUSE_NONE },
		{ NULL, "b@contoso.example", CAUSE_IMPROPER_ADDRESSING },
		{ "", "b@contoso.example", CAUSE_IMPROPER_ADDRESSING },
		{ "a@peer.example", NULL, CAUSE_IMPROPER_ADDRESSING },
		{ "a@peer.example", "", CAUSE_IMPROPER_ADDRESSING },
		{ "@peer.example", "b@contoso.example", CAUSE_JID_MALFORMED },
		{ "a@peer.example", "@contoso.example", CAUSE_JID_MALFORMED },
		{ "a@peer.example", "b@contoso.example/", CAUSE_JID_MALFORMED },
	};
	struct region *r = region_new();

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct stanza_addresses a;

		ck_assert_int_eq(reads(rows[i].from, rows[i].to, &a, r),
		                 rows[i].cause);
	}
	region_free(&r);
}
END_TEST

START_TEST(a_stream_speaks_for_what_it_has_proved)
{
	struct region *r = region_new();
	struct pairs *p = pairs_new(8);
	struct stanza_addresses a;

	pairs_set(p, (struct pair){ VIEW("peer.example"),
	          VIEW("contoso.example") }, PAIR_PROVED);
	pairs_set(p, (struct pair){ VIEW("late.example"),
	          VIEW("contoso.example") }, PAIR_PENDING);

	ck_assert_int_eq(reads("a@PEER.example", "b@contoso.example", &a, r),
	                 CAUSE_NONE);
	ck_assert_int_eq(address_refused_inward(&a, p, true, false), CAUSE_NONE);
	/* R6120-10.4-1: no relay. */
	ck_assert_int_eq(address_refused_inward(&a, p, false, false),
	                 CAUSE_NO_RELAY);
	/* Another of our domains than the pair was made with. */
	reads("a@peer.example", "b@sales.contoso.example", &a, r);
	ck_assert_int_eq(address_refused_inward(&a, p, true, false), CAUSE_NONE);

	reads("a@rooms.peer.example", "b@contoso.example", &a, r);
	ck_assert_int_eq(address_refused_inward(&a, p, true, false),
	                 CAUSE_FROM_FOREIGN);
	reads("a@late.example", "b@contoso.example", &a, r);
	ck_assert_int_eq(address_refused_inward(&a, p, true, false),
	                 CAUSE_FROM_FOREIGN);
	/* Ours, even if the stream had proved it. */
	pairs_set(p, (struct pair){ VIEW("contoso.example"),
	          VIEW("contoso.example") }, PAIR_PROVED);
	reads("admin@contoso.example", "b@contoso.example", &a, r);
	ck_assert_int_eq(address_refused_inward(&a, p, true, true),
	                 CAUSE_FROM_FOREIGN);
	pairs_free(&p);
	region_free(&r);
}
END_TEST

/* X0288-2.2-7 */
START_TEST(a_stream_of_ours_brings_its_pair_alone)
{
	static const struct {
		const char *from, *to;
		enum cause cause;
	} rows[] = {
		{ "a@peer.example", "b@contoso.example", CAUSE_NONE },
		{ "PEER.example", "contoso.example", CAUSE_NONE },
		{ "a@rooms.peer.example", "b@contoso.example", CAUSE_FROM_FOREIGN },
		{ "a@contoso.example", "b@contoso.example", CAUSE_FROM_FOREIGN },
		{ "a@peer.example", "b@sales.contoso.example", CAUSE_NO_RELAY },
		{ "a@peer.example", "b@peer.example", CAUSE_NO_RELAY },
	};
	const struct pair proved = { VIEW("peer.example"), VIEW("contoso.example") };
	struct region *r = region_new();
	struct stanza_addresses a;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		ck_assert_int_eq(reads(rows[i].from, rows[i].to, &a, r), CAUSE_NONE);
		ck_assert_int_eq(address_refused_returned(&a, proved), rows[i].cause);
	}
	region_free(&r);
}
END_TEST

START_TEST(a_gateway_speaks_for_its_domains_to_partners)
{
	struct stanza_addresses a = { { { 0 }, VIEW("contoso.example"), { 0 } },
		                      { { 0 }, VIEW("peer.example"), { 0 } } };

	ck_assert_int_eq(address_refused_outward(&a, true, false, true),
	                 CAUSE_NONE);
	ck_assert_int_eq(address_refused_outward(&a, false, false, true),
	                 CAUSE_NOT_OURS);
	ck_assert_int_eq(address_refused_outward(&a, true, false, false),
	                 CAUSE_PARTNER_UNKNOWN);
	ck_assert_int_eq(address_refused_outward(&a, true, true, true),
	                 CAUSE_PARTNER_UNKNOWN);
}
END_TEST

/* Every refusal inwards ends the stream, every one outwards bounces. */
START_TEST(refusals_can_be_said)
{
	static const enum cause inward[] = { CAUSE_IMPROPER_ADDRESSING,
		CAUSE_JID_MALFORMED, CAUSE_FROM_FOREIGN, CAUSE_NO_RELAY };
	static const enum cause outward[] = { CAUSE_NOT_OURS,
		CAUSE_PARTNER_UNKNOWN };

	for (size_t i = 0; i < 4; i++)
		ck_assert_ptr_nonnull(cause_stream_condition(inward[i]));
	for (size_t i = 0; i < 2; i++)
		ck_assert_ptr_nonnull(cause_stanza_condition(outward[i]));
}
END_TEST

/* P92: whose it is and whom it is for, where the rest is nothing. */
START_TEST(the_domains_of_what_is_no_address)
{
	static const struct {
		const char *from, *to, *from_domain, *to_domain;
	} rows[] = {
		{ "a@peer.example", "\u265a@OWN.example./x", "peer.example", "own.example" },
		{ "a@peer.example", "@own.example", "peer.example", "own.example" },
		{ "a@peer.example", "b@own.example/", "peer.example", "own.example" },
		{ "a b@peer.example", "b@own.example", "peer.example", "own.example" },
		{ "peer.example/", "own.example/a@b.example", "peer.example", "own.example" },
		{ "a@b@peer.example", "b@own.example", NULL, NULL },
		{ "a@peer.example", "b@", NULL, NULL },
		{ "a@peer.example", "/own.example", NULL, NULL },
	};
	struct region *r = region_new();
	struct stanza_addresses a;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct element *e = element_new(r, "jabber:server", "message");
		bool good;

		element_set(r, e, "from", view_of(rows[i].from));
		element_set(r, e, "to", view_of(rows[i].to));
		good = addresses_domains(e, r, &a);
		ck_assert_msg(good == (rows[i].to_domain != NULL), "%s", rows[i].to);
		if (good) {
			ck_assert(view_is(a.from.domain, rows[i].from_domain));
			ck_assert(view_is(a.to.domain, rows[i].to_domain));
			ck_assert(a.from.local.n == 0 && a.to.resource.n == 0);
		}
	}
	region_free(&r);
}
END_TEST

UNIT("addressing", both_ends_have_to_be_addresses, a_stream_speaks_for_what_it_has_proved,
     a_stream_of_ours_brings_its_pair_alone, a_gateway_speaks_for_its_domains_to_partners,
     refusals_can_be_said, the_domains_of_what_is_no_address)
