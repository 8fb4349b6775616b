#include "run/verdicts.h"

#include <string.h>

#include "lib/unit.h"

/* A run in small: a control and a case that it stands beside, of two steps
 * that carry R-one and R-two. */
static struct word one = { .text = "R-one" }, two = { .text = "R-two" };
static struct step step[2];
static struct scenario scenario[2];
static struct case_ cases[2];
static struct word control = { .text = "C" };
static struct finding finding[2][2];
static struct requirement_verdict requirement[2][2];
static struct case_result result[2];
static struct known_deviation known[3];
static struct profile sut;
static struct run run;

static void start(void)
{
	memset(finding, 0, sizeof finding);
	memset(result, 0, sizeof result);
	memset(&sut, 0, sizeof sut);
	step[0] = (struct step){ .number = 1, .requirements = { &one, 1 } };
	step[1] = (struct step){ .number = 2, .requirements = { &two, 1 } };
	scenario[0] = (struct scenario){ .id = { .text = "C" } };
	scenario[1] = (struct scenario){ .id = { .text = "T" }, .control = { &control, 1 } };
	for (size_t i = 0; i < 2; i++) {
		cases[i] = (struct case_){ .scenario = &scenario[i],
			                   .step = step,
			                   .n_step = 2,
			                   .id = i == 0 ? "C" : "T",
			                   .positive = i == 0 };
		for (size_t k = 0; k < 2; k++) {
			finding[i][k] = (struct finding){ .step = (unsigned)k + 1,
				                          .verdict = VERDICT_PASS,
				                          .words = "words" };
			requirement[i][k] = (struct requirement_verdict){
				.id = k == 0 ? "R-one" : "R-two", .verdict = VERDICT_PASS
			};
		}
		result[i] = (struct case_result){ .case_ = &cases[i], .verdict = VERDICT_PASS };
		result[i].judged = (struct judgement){ .verdict = VERDICT_PASS,
			                               .finding = finding[i],
			                               .n_finding = 2,
			                               .requirement = requirement[i],
			                               .n_requirement = 2 };
	}
	run = (struct run){ .result = result, .n_result = 2, .whole = true };
	sut.known = known;
}

static void finds(size_t i, size_t k, enum verdict v, enum fail_class class_)
{
	finding[i][k].verdict = requirement[i][k].verdict = v;
	finding[i][k].class_ = class_;
	if (v > result[i].verdict)
		result[i].verdict = result[i].judged.verdict = v;
}

/* Step k of case i is not reached, for a step before it failed. */
static void hides(size_t i, size_t k)
{
	finds(i, k, VERDICT_INCONC, CLASS_NONE);
	finding[i][k].behind = true;
}

static void declare(const char *requirement_, enum fail_class class_)
{
	known[sut.n_known++] = (struct known_deviation){ .requirement = (char *)requirement_,
		                                         .class_ = (char *)class_word(class_),
		                                         .reason = "reason" };
}

/* The verdicts of the control and of the case beside it. */
static void end(enum verdict of_control, enum verdict of_case)
{
	verdicts_apply_known(&run, &sut);
	verdicts_apply_controls(&run);
	ck_assert_str_eq(verdict_word(result[0].verdict), verdict_word(of_control));
	ck_assert_str_eq(verdict_word(result[1].verdict), verdict_word(of_case));
	for (size_t i = 0; i < 2; i++)
		free(result[i].reason);
}

START_TEST(a_declared_failure_is_expected)
{
	start();
	declare("R-one", CLASS_NO_ANSWER);
	ck_assert(!verdict_is_declared(&result[1], &sut));
	finds(1, 0, VERDICT_FAIL, CLASS_NO_ANSWER);
	ck_assert(verdict_is_declared(&result[1], &sut));
	end(VERDICT_PASS, VERDICT_XFAIL);
	ck_assert_int_eq(requirement[1][0].verdict, VERDICT_XFAIL);
	ck_assert_int_eq(requirement[1][1].verdict, VERDICT_PASS);
}
END_TEST

START_TEST(another_requirement_or_class_is_not)
{
	start();
	declare("R-two", CLASS_NO_ANSWER);
	declare("R-one", CLASS_NOT_CLOSED);
	run.whole = false;
	finds(1, 0, VERDICT_FAIL, CLASS_NO_ANSWER);
	ck_assert(!verdict_is_declared(&result[1], &sut));
	end(VERDICT_PASS, VERDICT_FAIL);
	start();
	declare("R-one", CLASS_NO_ANSWER);
	finds(1, 0, VERDICT_FAIL, CLASS_NO_ANSWER);
	finds(1, 1, VERDICT_FAIL, CLASS_NO_ANSWER);
	end(VERDICT_PASS, VERDICT_FAIL);
	start();
	declare("R-one", CLASS_CRASH);
	finds(1, 0, VERDICT_FAIL, CLASS_CRASH);
	finding[1][0].step = 0; /* no step's: nobody can declare it */
	end(VERDICT_PASS, VERDICT_FAIL);
}
END_TEST

START_TEST(steps_behind_it_are_not_held_against_it)
{
	start();
	declare("R-one", CLASS_REFUSED);
	finds(1, 0, VERDICT_FAIL, CLASS_REFUSED);
	hides(1, 1);
	end(VERDICT_PASS, VERDICT_XFAIL);
	ck_assert_int_eq(requirement[1][1].verdict, VERDICT_INCONC);
}
END_TEST

START_TEST(what_is_open_for_another_reason_stays_so)
{
	start();
	declare("R-one", CLASS_REFUSED);
	finds(1, 0, VERDICT_FAIL, CLASS_REFUSED);
	finds(1, 1, VERDICT_INCONC, CLASS_NO_ANSWER);
	end(VERDICT_PASS, VERDICT_INCONC);
}
END_TEST

START_TEST(a_declaration_that_is_not_seen_is_an_unexpected_pass)
{
	start();
	declare("R-one", CLASS_NO_ANSWER);
	end(VERDICT_PASS, VERDICT_XPASS);
	/* one class of two is seen no more */
	start();
	declare("R-one", CLASS_NO_ANSWER);
	declare("R-one", CLASS_REFUSED);
	finds(0, 0, VERDICT_FAIL, CLASS_NO_ANSWER);
	finds(1, 0, VERDICT_FAIL, CLASS_NO_ANSWER);
	end(VERDICT_XFAIL, VERDICT_XPASS);
	/* it may stand behind another, or outside of what was run */
	start();
	declare("R-one", CLASS_NO_ANSWER);
	declare("R-two", CLASS_NO_ANSWER);
	finds(1, 0, VERDICT_FAIL, CLASS_NO_ANSWER);
	hides(1, 1);
	end(VERDICT_PASS, VERDICT_XFAIL);
	start();
	declare("R-one", CLASS_NO_ANSWER);
	run.whole = false;
	end(VERDICT_PASS, VERDICT_PASS);
}
END_TEST

START_TEST(a_control_must_have_shown_a_success)
{
	start();
	finds(0, 0, VERDICT_FAIL, CLASS_REFUSED);
	end(VERDICT_FAIL, VERDICT_INCONC);
	/* as declared, it still shows none */
	start();
	declare("R-one", CLASS_REFUSED);
	finds(0, 0, VERDICT_FAIL, CLASS_REFUSED);
	end(VERDICT_XFAIL, VERDICT_INCONC);
	/* unless the scene went on */
	start();
	declare("R-one", CLASS_WRONG_ANSWER);
	finds(0, 0, VERDICT_FAIL, CLASS_WRONG_ANSWER);
	step[0].strength = STEP_ALSO;
	end(VERDICT_XFAIL, VERDICT_PASS);
	/* another row of it does */
	start();
	declare("R-one", CLASS_REFUSED);
	finds(0, 0, VERDICT_FAIL, CLASS_REFUSED);
	scenario[1].id.text = "C";
	cases[1].positive = true;
	control.text = "self";
	end(VERDICT_XFAIL, VERDICT_PASS);
	control.text = "C";
}
END_TEST

/* TCP that ends without close_notify, say, in a case whose steps all passed. */
START_TEST(what_a_rule_of_every_case_finds_may_be_declared)
{
	start();
	declare("R-every", CLASS_WRONG_ANSWER);
	run.whole = false;
	finds(0, 0, VERDICT_FAIL, CLASS_WRONG_ANSWER);
	finding[0][0].step = 0;
	finding[0][0].requirement = "R-every";
	end(VERDICT_XFAIL, VERDICT_PASS);	/* the control has shown its success */
	start();
	declare("R-one", CLASS_WRONG_ANSWER);
	run.whole = false;
	finds(1, 0, VERDICT_FAIL, CLASS_WRONG_ANSWER);
	finding[1][0].requirement = "R-every";
	end(VERDICT_PASS, VERDICT_FAIL);
}
END_TEST

/* Whoever meets it has to mend what it says first. */
START_TEST(a_canary_that_ends_otherwise_says_why)
{
	start();
	scenario[1].canary.text = "fail";
	verdict_set(&result[1], VERDICT_ERROR, "iut left the foreground");
	verdicts_apply_canaries(&run);
	ck_assert_int_eq(result[1].verdict, VERDICT_ERROR);
	ck_assert_ptr_nonnull(strstr(result[1].reason, "ended as error (iut left the foreground)"));
	verdict_set(&result[1], VERDICT_FAIL, "as it must");
	verdicts_apply_canaries(&run);
	ck_assert_int_eq(result[1].verdict, VERDICT_PASS);
	ck_assert_ptr_null(result[1].reason);
}
END_TEST

UNIT("verdicts", a_canary_that_ends_otherwise_says_why,
     what_a_rule_of_every_case_finds_may_be_declared, a_declared_failure_is_expected,
     another_requirement_or_class_is_not, steps_behind_it_are_not_held_against_it,
     what_is_open_for_another_reason_stays_so,
     a_declaration_that_is_not_seen_is_an_unexpected_pass, a_control_must_have_shown_a_success)
