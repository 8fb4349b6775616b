#include "run/kill.h"

#include "lib/unit.h"

static struct word two[] = { { .text = (char *)"R-1" }, { .text = (char *)"R-2" } };
static struct word other[] = { { .text = (char *)"R-9" } };
static struct step step[] = {
	{ .number = 1 },
	{ .number = 2, .requirements = { two, 2 } },
	{ .number = 3, .within_ms = 20000, .requirements = { other, 1 } },
};
static struct case_ one = { .step = step, .n_step = 3 };
static char *breaks[] = { (char *)"R-2" };
static struct mutant mutant = { .breaks = breaks, .n_breaks = 1 };
static struct case_result healthy = { .case_ = &one, .verdict = VERDICT_PASS };

/* A result with one finding. */
static struct case_result with(struct finding *f)
{
	return (struct case_result){ .case_ = &one,
		                     .verdict = f->verdict,
		                     .judged = { .finding = f, .n_finding = 1 } };
}

START_TEST(a_failure_in_a_requirement_it_breaks_kills)
{
	struct finding f = { .step = 2, .verdict = VERDICT_FAIL, .class_ = CLASS_ACCEPTED };
	struct case_result r = with(&f);
	struct kill k;

	ck_assert(kill_find(&mutant, &healthy, &r, &k));
	ck_assert_str_eq(k.requirement, "R-2");
	ck_assert(k.class_ == CLASS_ACCEPTED && k.step == 2);
}
END_TEST

START_TEST(another_requirement_does_not)
{
	struct finding f = { .step = 3, .verdict = VERDICT_FAIL, .class_ = CLASS_NO_ANSWER };
	struct case_result r = with(&f);
	struct kill k;

	ck_assert(!kill_find(&mutant, &healthy, &r, &k));
}
END_TEST

START_TEST(nor_does_what_is_about_no_step)
{
	struct finding f = { .verdict = VERDICT_FAIL, .class_ = CLASS_SURPLUS };
	struct case_result r = with(&f);
	struct kill k;

	ck_assert(!kill_find(&mutant, &healthy, &r, &k));
}
END_TEST

START_TEST(nor_an_inconclusive_case_or_one_of_the_harness)
{
	struct finding f = { .step = 2, .verdict = VERDICT_INCONC };
	struct case_result r = with(&f);
	struct kill k;

	ck_assert(!kill_find(&mutant, &healthy, &r, &k));
	f.verdict = r.verdict = VERDICT_ERROR;
	ck_assert(!kill_find(&mutant, &healthy, &r, &k));
}
END_TEST

START_TEST(nor_a_crash_though_answers_are_missing)
{
	struct finding f[] = {
		{ .step = 2, .verdict = VERDICT_FAIL, .class_ = CLASS_NO_ANSWER },
		{ .step = 0, .verdict = VERDICT_FAIL, .class_ = CLASS_CRASH },
	};
	struct case_result r = with(f);
	struct kill k;

	ck_assert(kill_find(&mutant, &healthy, &r, &k));
	r.judged.n_finding = 2;
	ck_assert(!kill_find(&mutant, &healthy, &r, &k));
}
END_TEST

START_TEST(what_the_reference_fails_kills_nothing)
{
	struct finding f = { .step = 2, .verdict = VERDICT_FAIL, .class_ = CLASS_ACCEPTED };
	struct case_result r = with(&f), sick = healthy;
	struct kill k;

	ck_assert(!kill_find(&mutant, NULL, &r, &k));
	sick.verdict = VERDICT_INCONC;
	ck_assert(!kill_find(&mutant, &sick, &r, &k));
}
END_TEST

START_TEST(only_a_case_that_carries_it_is_worth_playing)
{
	struct mutant stranger = { .breaks = (char *[]){ (char *)"R-7" }, .n_breaks = 1 };

	ck_assert(kill_is_possible(&mutant, &one));
	ck_assert(!kill_is_possible(&stranger, &one));
}
END_TEST

START_TEST(a_wait_is_ten_times_the_references_a_fifth_of_its_own_and_a_second)
{
	struct event e[] = {
		{ .kind = EVENT_BEGIN, .step = 1, .t_us = 1000 },
		{ .kind = EVENT_BEGIN, .step = 2, .t_us = 5000 },
		{ .kind = EVENT_END, .step = 1, .t_us = 11000 },
		{ .kind = EVENT_END, .step = 2, .t_us = 305000 },
	};
	struct history h = { .event = e, .n = 4 };
	uint64_t ms[3];

	kill_longest(&one, &h, ms);
	ck_assert_uint_eq(ms[0], 1000);
	ck_assert_uint_eq(ms[1], 3000);
	ck_assert_uint_eq(ms[2], 4000);
}
END_TEST

UNIT("kill", a_failure_in_a_requirement_it_breaks_kills, another_requirement_does_not,
     nor_does_what_is_about_no_step, nor_an_inconclusive_case_or_one_of_the_harness,
     nor_a_crash_though_answers_are_missing, what_the_reference_fails_kills_nothing,
     only_a_case_that_carries_it_is_worth_playing,
     a_wait_is_ten_times_the_references_a_fifth_of_its_own_and_a_second)
