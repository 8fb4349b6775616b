#include "edge/limits.h"

#include "lib/unit.h"

static struct edge_settings settings(void)
{
	return (struct edge_settings){ .connection_limit = 4,
		                       .partner_connection_limit = 2,
		                       .connection_rate = 100 };
}

static struct address at(const char *text)
{
	struct address a;

	ck_assert(address_parse(view_of(text), &a));
	return a;
}

START_TEST(seats_of_a_partner_end_at_its_limit)
{
	struct edge_settings s = settings();
	const struct partner a = { .domain = "a.example" };
	const struct partner b = { .domain = "b.example", .connection_limit = 3 };
	struct limits *l = limits_new();
	struct seat seat[6] = { { 0 } };

	ck_assert_int_eq(limits_prove(l, &s, &a, &seat[0]), CAUSE_NONE);
	ck_assert_int_eq(limits_prove(l, &s, &a, &seat[1]), CAUSE_NONE);
	ck_assert_int_eq(limits_prove(l, &s, &a, &seat[2]), CAUSE_PARTNER_CONNECTIONS);
	ck_assert_int_eq(seat[2].kind, SEAT_NONE);
	ck_assert_int_eq(limits_prove(l, &s, &b, &seat[3]), CAUSE_NONE);
	ck_assert_int_eq(limits_prove(l, &s, &b, &seat[4]), CAUSE_NONE);
	/* The third of b is within its own limit, not within that of all. */
	ck_assert_int_eq(limits_prove(l, &s, &b, &seat[5]), CAUSE_TOO_MANY_CONNECTIONS);
	limits_leave(l, &seat[0]);
	ck_assert_uint_eq(limits_of_partner(l, VIEW("a.example")), 1);
	ck_assert_int_eq(limits_prove_possible(l, &s, &b, &seat[5]), CAUSE_NONE);
	ck_assert_int_eq(seat[5].kind, SEAT_NONE);
	ck_assert_int_eq(limits_prove(l, &s, &b, &seat[5]), CAUSE_NONE);
	/* Once taken, proving more on the same connection takes nothing. */
	ck_assert_int_eq(limits_prove(l, &s, &a, &seat[5]), CAUSE_NONE);
	ck_assert_uint_eq(limits_taken(l), 4);
	for (size_t i = 0; i < 6; i++)
		limits_leave(l, &seat[i]);
	ck_assert_uint_eq(limits_taken(l), 0);
	ck_assert_uint_eq(limits_of_partner(l, VIEW("b.example")), 0);
	limits_free(&l);
}
END_TEST

START_TEST(waiting_is_bounded_in_all_and_per_address)
{
	struct edge_settings s = settings();
	const struct partner a = { .domain = "a.example" };
	struct limits *l = limits_new();
	struct address one = at("192.0.2.1:40000"), other = at("192.0.2.1:40001");
	struct address second = at("192.0.2.2:40000"), third = at("192.0.2.3:1");
	struct seat seat[17] = { { 0 } };
	size_t n = 0;

	ck_assert_uint_eq(limits_waiting_max(&s), 16);
	while (n < 8) {
		ck_assert_int_eq(limits_arrive(l, &s, n % 2 ? &one : &other, 0, &seat[n]),
		                 CAUSE_NONE);
		n++;
	}
	ck_assert_int_eq(limits_arrive(l, &s, &one, 0, &seat[n]), CAUSE_TOO_MANY_CONNECTIONS);
	while (n < 16)
		ck_assert_int_eq(limits_arrive(l, &s, &second, 0, &seat[n++]), CAUSE_NONE);
	ck_assert_int_eq(limits_arrive(l, &s, &third, 0, &seat[16]),
	                 CAUSE_TOO_MANY_CONNECTIONS);
	/* A proof makes room among those that wait. */
	ck_assert_int_eq(limits_prove(l, &s, &a, &seat[0]), CAUSE_NONE);
	ck_assert_uint_eq(limits_waiting(l), 15);
	ck_assert_int_eq(limits_arrive(l, &s, &third, 0, &seat[16]), CAUSE_NONE);
	for (size_t i = 0; i < 17; i++)
		limits_leave(l, &seat[i]);
	ck_assert_uint_eq(limits_waiting(l), 0);
	limits_free(&l);
}
END_TEST

START_TEST(a_whole_ipv6_network_is_one_address)
{
	struct edge_settings s = settings();
	struct limits *l = limits_new();
	struct address a = at("[2001:db8::1]:1"), b = at("[2001:db8::2:3]:9");
	struct address c = at("[2001:db8:0:1::1]:1");
	struct seat seat[9] = { { 0 } };

	for (size_t i = 0; i < 8; i++)
		ck_assert_int_eq(limits_arrive(l, &s, i % 2 ? &a : &b, 0, &seat[i]),
		                 CAUSE_NONE);
	ck_assert_int_eq(limits_arrive(l, &s, &a, 0, &seat[8]), CAUSE_TOO_MANY_CONNECTIONS);
	ck_assert_int_eq(limits_arrive(l, &s, &c, 0, &seat[8]), CAUSE_NONE);
	for (size_t i = 0; i < 9; i++)
		limits_leave(l, &seat[i]);
	limits_free(&l);
}
END_TEST

START_TEST(who_calls_too_often_is_refused_although_nobody_waits)
{
	struct edge_settings s = settings();
	struct limits *l = limits_new();
	struct address one = at("192.0.2.1:40000"), same = at("192.0.2.1:7");
	struct address other = at("192.0.2.2:40000");
	struct seat seat = { 0 };

	s.connection_rate = 3;
	for (int i = 0; i < 3; i++) {
		ck_assert_int_eq(limits_arrive(l, &s, i == 1 ? &same : &one, 1000, &seat),
		                 CAUSE_NONE);
		limits_leave(l, &seat);
	}
	ck_assert_int_eq(limits_arrive(l, &s, &same, 10999, &seat), CAUSE_CONNECTION_RATE);
	ck_assert_int_eq(seat.kind, SEAT_NONE);
	ck_assert_uint_eq(limits_waiting(l), 0);
	ck_assert_int_eq(limits_arrive(l, &s, &other, 10999, &seat), CAUSE_NONE);
	limits_leave(l, &seat);
	/* What was refused does not count: the span ends when it would have. */
	ck_assert_int_eq(limits_arrive(l, &s, &same, 11000, &seat), CAUSE_NONE);
	limits_leave(l, &seat);
	limits_free(&l);
}
END_TEST

UNIT("limits", who_calls_too_often_is_refused_although_nobody_waits,
     seats_of_a_partner_end_at_its_limit, waiting_is_bounded_in_all_and_per_address,
     a_whole_ipv6_network_is_one_address)
