#include "report/report.h"
#include "lib/unit.h"
#include "scenario/catalogue.h"

/* Any requirement of the project's own will do. */
#define ID "R6120-4.3.2-1"

/* Two cases that carry the same requirement: its verdict in each, and theirs. */
static enum verdict sum(enum verdict first, enum verdict first_case, enum verdict second,
                        enum verdict second_case)
{
	static struct word proves = { .text = ID };
	struct scenario scenario = { .proves = { &proves, 1 } }, *scenarios[] = { &scenario };
	struct suite suite = { scenarios, 1 };
	struct case_ case_ = { .scenario = &scenario };
	struct requirement_verdict q[] = { { .id = ID, .verdict = first },
		                           { .id = ID, .verdict = second } };
	struct case_result result[] = {
		{ .case_ = &case_,
		  .verdict = first_case,
		  .judged = { .requirement = &q[0], .n_requirement = 1 } },
		{ .case_ = &case_,
		  .verdict = second_case,
		  .judged = { .requirement = &q[1], .n_requirement = 1 } },
	};
	struct fault f = { 0 };
	struct catalogue *c = catalogue_load("scenarios/requirements", &f);
	struct run r = { .catalogue = c, .suite = &suite, .result = result, .n_result = 2 };
	enum verdict v = VERDICT_ERROR;

	ck_assert_msg(c != NULL, "%s: %s", f.file, f.text);
	run_sum_up(&r);
	for (size_t i = 0; i < r.n_requirement; i++)
		if (r.requirement[i].n_by == 2)
			v = r.requirement[i].verdict;
	run_free_sums(&r);
	catalogue_free(&c);
	return v;
}

START_TEST(the_worst_counts)
{
	ck_assert_int_eq(sum(VERDICT_PASS, VERDICT_PASS, VERDICT_PASS, VERDICT_PASS),
	                 VERDICT_PASS);
	ck_assert_int_eq(sum(VERDICT_PASS, VERDICT_PASS, VERDICT_XFAIL, VERDICT_XFAIL),
	                 VERDICT_XFAIL);
	ck_assert_int_eq(sum(VERDICT_INCONC, VERDICT_FAIL, VERDICT_PASS, VERDICT_PASS),
	                 VERDICT_INCONC);
}
END_TEST

START_TEST(a_pass_counts_no_more_than_its_case)
{
	ck_assert_int_eq(sum(VERDICT_PASS, VERDICT_INCONC, VERDICT_PASS, VERDICT_PASS),
	                 VERDICT_INCONC);
}
END_TEST

START_TEST(what_stands_behind_a_declared_failure_says_nothing)
{
	ck_assert_int_eq(sum(VERDICT_INCONC, VERDICT_XFAIL, VERDICT_PASS, VERDICT_PASS),
	                 VERDICT_PASS);
	ck_assert_int_eq(sum(VERDICT_FAIL, VERDICT_FAIL, VERDICT_INCONC, VERDICT_XFAIL),
	                 VERDICT_FAIL);
	/* unless nothing else speaks */
	ck_assert_int_eq(sum(VERDICT_INCONC, VERDICT_XFAIL, VERDICT_INCONC, VERDICT_XFAIL),
	                 VERDICT_INCONC);
}
END_TEST

UNIT("sum", the_worst_counts, a_pass_counts_no_more_than_its_case,
     what_stands_behind_a_declared_failure_says_nothing)
