#include "xmpp/conn_rate.h"

#include "lib/unit.h"

START_TEST(a_seconds_worth_passes_at_once)
{
	for (size_t n = 999; n <= 1001; n++) {
		struct conn_rate r = { .per_second = 1000 };

		ck_assert_uint_eq(conn_rate_wait(&r, n, 5), n == 1001);
	}
}
END_TEST

START_TEST(what_is_more_waits_until_it_is_paid_for)
{
	struct conn_rate r = { .per_second = 1000 };

	ck_assert_uint_eq(conn_rate_wait(&r, 61000, 7), 60000);
	/* Read too early: it counts on top. */
	ck_assert_uint_eq(conn_rate_wait(&r, 1, 7), 60001);
	ck_assert_uint_eq(conn_rate_wait(&r, 0, 60007), 1);
	ck_assert_uint_eq(conn_rate_wait(&r, 0, 60008), 0);
	ck_assert_uint_eq(conn_rate_wait(&r, 10, 60008), 10);
}
END_TEST

/* Over a minute no more passes than sixty seconds' worth and one. */
START_TEST(who_sends_without_end_gets_the_rate)
{
	struct conn_rate r = { .per_second = 4096 };
	uint64_t now = 3, bytes = 0;

	while (now < 60003) {
		bytes += 700;
		now += conn_rate_wait(&r, 700, now);
	}
	ck_assert_uint_ge(bytes, 61 * 4096);
	ck_assert_uint_le(bytes, 61 * 4096 + 700);
}
END_TEST

START_TEST(silence_saves_up_no_more_than_a_second)
{
	struct conn_rate r = { .per_second = 1u << 30 };

	ck_assert_uint_eq(conn_rate_wait(&r, 100, 1), 0);
	ck_assert_uint_eq(conn_rate_wait(&r, 1u << 30, UINT64_MAX), 0);
	ck_assert_uint_eq(conn_rate_wait(&r, 1, UINT64_MAX), 1);
}
END_TEST

START_TEST(without_a_rate_nothing_waits)
{
	struct conn_rate r = { 0 };

	ck_assert_uint_eq(conn_rate_wait(&r, SIZE_MAX, 1), 0);
}
END_TEST

UNIT("conn_rate", a_seconds_worth_passes_at_once, what_is_more_waits_until_it_is_paid_for,
     who_sends_without_end_gets_the_rate, silence_saves_up_no_more_than_a_second,
     without_a_rate_nothing_waits)
