#include "partner/probe_walk.h"

#include <string.h>

#include "lib/unit.h"

static struct probe_row told;
static unsigned rows, turns;

static void on_row(void *arg, const struct probe_row *row)
{
	*(unsigned *)arg += 1;
	told = *row;
}

static void due(void *whose)
{
	(void)whose;
	turns++;
}

START_TEST(a_walk_keeps_whom_it_is_about_and_tells_how_long_a_step_took)
{
	static const struct probe_ops ops = { .row = on_row };
	char local[] = "juliet", text[] = "hello";
	struct probe_wanted wanted = { .from = { VIEW("juliet"), VIEW("a.example"), VIEW("x") },
		                       .to = { view_of(local), VIEW("b.example"), VIEW("") },
		                       .text = view_of(text) };
	struct probe_row row = {
		.step = PROBE_DNS, .ok = true, .detail = "", .error = "", .advice = ""
	};
	struct loop *loop = loop_new();
	struct probe_walk w;
	uint64_t now;

	rows = turns = 0;
	probe_walk_begin(&w, loop, &wanted, &ops, &rows, due, NULL);
	ck_assert_uint_eq(turns, 0); /* not from inside */
	memset(local, '-', sizeof local - 1);
	memset(text, '-', sizeof text - 1);
	ck_assert(view_is(w.to.local, "juliet") && view_is(w.text, "hello"));
	ck_assert_uint_eq(w.from.resource.n, 0);
	while (turns == 0)
		loop_once(loop, 50);
	now = w.since;
	probe_walk_tell(&w, &row, now + 30);
	ck_assert_uint_eq(told.latency_ms, 30);
	probe_walk_tell(&w, &row, now + 30); /* at once is not never */
	ck_assert_uint_eq(told.latency_ms, 1);
	ck_assert_uint_eq(rows, 2);
	probe_walk_finish(&w);
	ck_assert_int_eq(w.next, PROBE_STEPS);
	ck_assert_uint_eq(turns, 1);
	while (turns == 1)
		loop_once(loop, 50);
	probe_walk_free(&w);
	loop_free(&loop);
}
END_TEST

UNIT("probe_walk", a_walk_keeps_whom_it_is_about_and_tells_how_long_a_step_took)
