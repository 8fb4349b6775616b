#include "lib/due.h"

#include <string.h>

#include "lib/loop.h"
#include "lib/rng.h"
#include "lib/unit.h"

#define N 500

static struct loop *loop;
static struct dues *dues;
static struct due due[N];
static struct due *order[2 * N];
static size_t n;
static struct due *again; /* is set once more, for now */

static void on_due(void *arg, struct due *d)
{
	ck_assert_ptr_eq(arg, due);
	ck_assert(!due_is_set(d));
	ck_assert_uint_lt(n, 2 * N);
	order[n++] = d;
	if (d == again) {
		again = NULL;
		due_set(dues, d, loop_now(loop));
	}
}

static void begin(void)
{
	loop = loop_new();
	dues = dues_new(loop, on_due, due);
	memset(due, 0, sizeof due);
	again = NULL;
	n = 0;
}

static void end(void)
{
	dues_free(&dues);
	loop_free(&loop);
}

START_TEST(the_earliest_is_first)
{
	struct rng r;
	uint64_t now;

	begin();
	rng_seed(&r, 7);
	now = loop_now(loop);
	for (size_t i = 0; i < N; i++)
		due_set(dues, &due[i], now - N + rng_next_below(&r, N));
	/* Moved both ways, and some taken back. */
	for (size_t i = 0; i < N; i += 3)
		due_set(dues, &due[i], now - N + rng_next_below(&r, N));
	for (size_t i = 0; i < N; i += 5)
		due_clear(dues, &due[i]);
	ck_assert_uint_eq(dues_count(dues), N - N / 5);
	loop_once(loop, 1000);
	ck_assert_uint_eq(n, N - N / 5);
	ck_assert_uint_eq(dues_count(dues), 0);
	for (size_t i = 0; i < n; i++) {
		ck_assert_uint_ne((size_t)(order[i] - due) % 5, 0);
		if (i != 0)
			ck_assert_uint_le(order[i - 1]->at, order[i]->at);
	}
	end();
}
END_TEST

START_TEST(what_is_not_due_waits)
{
	begin();
	due_set(dues, &due[0], loop_now(loop));
	due_set(dues, &due[1], loop_now(loop) + 500000);
	due_set(dues, &due[2], loop_now(loop) + 1000000);
	loop_once(loop, 1000);
	ck_assert_uint_eq(n, 1);
	ck_assert_ptr_eq(order[0], &due[0]);
	due_set(dues, &due[1], loop_now(loop) + 20);
	loop_once(loop, 1000);
	ck_assert_uint_eq(n, 2);
	ck_assert_ptr_eq(order[1], &due[1]);
	ck_assert(due_is_set(&due[2]));
	due_clear(dues, &due[2]);
	due_clear(dues, &due[2]);
	ck_assert(!due_is_set(&due[2]));
	end();
}
END_TEST

START_TEST(one_that_is_always_due_lets_others_run)
{
	begin();
	again = &due[0];
	due_set(dues, &due[0], loop_now(loop));
	loop_once(loop, 1000);
	ck_assert_uint_eq(n, 1);
	ck_assert(due_is_set(&due[0]));
	loop_once(loop, 1000);
	ck_assert_uint_eq(n, 2);
	ck_assert(!due_is_set(&due[0]));
	end();
}
END_TEST

UNIT("due", the_earliest_is_first, what_is_not_due_waits,
     one_that_is_always_due_lets_others_run)
