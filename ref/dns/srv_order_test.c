/* RFC 2782: who is tried first, and how often. */
#include "dns/srv_order.h"

#include <stdio.h>
#include <string.h>

#include "lib/rng.h"
#include "lib/unit.h"

struct script { uint32_t n, drawn[8], asked[8]; };

/* Gives what the script says, and notes what it was asked. */
static uint32_t scripted(void *arg, uint32_t n)
{
	struct script *s = arg;

	ck_assert_uint_lt(s->n, 8);
	ck_assert_uint_lt(s->drawn[s->n], n);
	s->asked[s->n] = n;
	return s->drawn[s->n++];
}

static uint32_t seeded(void *arg, uint32_t n)
{
	return rng_next_below(arg, n);
}

static struct dns_srv srv(unsigned priority, unsigned weight, const char *target)
{
	struct dns_srv s = { .priority = (uint16_t)priority,
		             .weight = (uint16_t)weight,
		             .port = 5269 };

	snprintf(s.target, sizeof s.target, "%s", target);
	return s;
}

static void order_is(const struct dns_srv *s, const char *expected)
{
	for (size_t i = 0; expected[i] != '\0'; i++)
		ck_assert_msg(s[i].target[0] == expected[i], "place %zu: %s", i, s[i].target);
}

START_TEST(priority_comes_first)
{
	struct dns_srv s[] = { srv(20, 0, "c"), srv(10, 0, "b"), srv(65535, 9, "d"),
	                       srv(0, 0, "a") };
	struct script none = { 0 };

	srv_order(s, 4, scripted, &none);
	order_is(s, "abcd");
	srv_order(s, 0, scripted, &none);
	srv_order(s, 1, scripted, &none);
	order_is(s, "abcd");
}
END_TEST

START_TEST(running_sum_decides)
{
	struct script low = { .drawn = { 0, 0, 0 } }, edge = { .drawn = { 10, 0, 0 } };
	struct script over = { .drawn = { 11, 0, 0 } }, high = { .drawn = { 40, 10, 0 } };
	struct script *scripts[] = { &low, &edge, &over, &high };
	const char *orders[] = { "zab", "azb", "bza", "baz" };

	for (int i = 0; i < 4; i++) {
		/* The one without weight goes to the front of the sum. */
		struct dns_srv s[] = { srv(1, 10, "a"), srv(1, 30, "b"), srv(1, 0, "z") };

		srv_order(s, 3, scripted, scripts[i]);
		order_is(s, orders[i]);
		ck_assert_uint_eq(scripts[i]->n, 3);
		ck_assert_uint_eq(scripts[i]->asked[0], 41);	/* 0 to 40 */
	}
	ck_assert_uint_eq(low.asked[1], 41);
	ck_assert_uint_eq(edge.asked[1], 31);
	ck_assert_uint_eq(over.asked[1], 11);
}
END_TEST

START_TEST(weights_show_in_the_long_run)			/* D6 */
{
	size_t heavy = 0, zero = 0;
	struct rng rng;

	rng_seed(&rng, 1);
	for (int i = 0; i < 10000; i++) {
		struct dns_srv a[] = { srv(1, 10, "a"), srv(1, 90, "b") };
		struct dns_srv b[] = { srv(1, 100, "b"), srv(1, 0, "z") };

		srv_order(a, 2, seeded, &rng);
		heavy += a[0].target[0] == 'b';
		srv_order(b, 2, seeded, &rng);
		zero += b[0].target[0] == 'z';
	}
	ck_assert_uint_gt(heavy, 8700);
	ck_assert_uint_lt(heavy, 9200);
	ck_assert_uint_gt(zero, 30);	/* a very small chance, 1 in 101 */
	ck_assert_uint_lt(zero, 250);
}
END_TEST

START_TEST(greatest_weights_do_not_overflow)
{
	struct dns_srv s[DNS_SRV_MAX];
	struct rng rng;
	size_t seen = 0;

	rng_seed(&rng, 2);
	for (size_t i = 0; i < DNS_SRV_MAX; i++) {
		s[i] = srv(7, 65535, "x");
		s[i].port = (uint16_t)i;
	}
	srv_order(s, DNS_SRV_MAX, seeded, &rng);
	for (size_t i = 0; i < DNS_SRV_MAX; i++)
		for (size_t j = 0; j < DNS_SRV_MAX; j++)
			seen += s[j].port == i;
	ck_assert_uint_eq(seen, DNS_SRV_MAX);
}
END_TEST

UNIT("srv_order", priority_comes_first, running_sum_decides, weights_show_in_the_long_run,
     greatest_weights_do_not_overflow)
