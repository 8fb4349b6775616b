#include "partner/tally.h"

#include <stdio.h>
#include <string.h>

#include "lib/unit.h"
#include "partner/list_for_tests.h"

static uint64_t *of(const struct tally *t, const struct partners *p, const char *domain)
{
	const struct partner *partner = partner_of(p, view_of(domain));

	ck_assert_ptr_nonnull(partner);
	return tally_of(t, partner);
}

START_TEST(each_partner_has_its_own_and_keeps_it)
{
	struct partners *p = list_of("a.example: {additional-domains: [a2.example]}\n"
	                          "b.example:\n");
	struct partners *q = list_of("c.example:\nb.example:\na2.example:\n");
	struct partners *none = list_of("{}\n");
	struct tally *t = tally_new(p, sizeof(uint64_t));

	++*of(t, p, "a.example");
	++*of(t, p, "a2.example");
	*of(t, p, "b.example") += 7;
	ck_assert_uint_eq(*of(t, p, "a.example"), 2);
	tally_follow(t, q);
	ck_assert_uint_eq(*of(t, q, "b.example"), 7);
	ck_assert_uint_eq(*of(t, q, "c.example"), 0);
	/* A partner is its primary domain. */
	ck_assert_uint_eq(*of(t, q, "a2.example"), 0);
	tally_follow(t, none);
	tally_follow(t, p);
	ck_assert_uint_eq(*of(t, p, "b.example"), 0);
	tally_free(&t);
	ck_assert_ptr_null(t);
	tally_free(&t);
	partners_free(&p);
	partners_free(&q);
	partners_free(&none);
}
END_TEST

UNIT("tally", each_partner_has_its_own_and_keeps_it)
