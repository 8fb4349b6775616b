#include "report/explain.h"

#include "lib/unit.h"

#define TEXT(t) (char *)(t)

static struct step steps[] = { { .number = 1, .text = TEXT("a gets") },
	                       { .number = 2, .text = TEXT("also a is closed") },
	                       { .number = 3, .text = TEXT("b sends") } };
static const struct case_ scene = { .step = steps, .n_step = 3 };

START_TEST(words_stand_without_what_stands_beside_them)
{
	struct finding f = { .step = 1,
		             .verdict = VERDICT_FAIL,
		             .class_ = CLASS_WRONG_ANSWER,
		             .words = TEXT("step 1 `a gets`: wrong-answer: expected x") };

	ck_assert_str_eq(finding_words(&scene, &f), "expected x");
	f.class_ = CLASS_NONE;
	ck_assert_str_eq(finding_words(&scene, &f), "wrong-answer: expected x");
	f.step = 0;
	ck_assert_str_eq(finding_words(&scene, &f), f.words);
	ck_assert_ptr_null(finding_step(&scene, &f));
	f.step = 4; /* of another suite */
	ck_assert_ptr_null(finding_step(&scene, &f));
}
END_TEST

START_TEST(steps_that_were_not_reached_are_a_range)
{
	struct finding f[] = {
		{ .step = 1, .verdict = VERDICT_FAIL, .words = TEXT("step 1 `a gets`: no") },
		{ .step = 2,
		  .verdict = VERDICT_INCONC,
		  .words = TEXT("step 2 `also a is closed`: not reached") },
		{ .step = 3,
		  .verdict = VERDICT_INCONC,
		  .words = TEXT("step 3 `b sends`: not reached") },
	};
	struct judgement j = { .finding = f, .n_finding = 3 };
	unsigned first, last;

	unreached_steps(&scene, &j, &first, &last);
	ck_assert_uint_eq(first, 2);
	ck_assert_uint_eq(last, 3);
	j.n_finding = 1;
	unreached_steps(&scene, &j, &first, &last);
	ck_assert_uint_eq(first, 0);
}
END_TEST

UNIT("explain", words_stand_without_what_stands_beside_them,
     steps_that_were_not_reached_are_a_range)
