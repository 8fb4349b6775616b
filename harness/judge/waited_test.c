#include "judge/judging.h"

#include <stdlib.h>

#include "judge/history_for_tests.h"

static void waits(const char *steps, const char *expected)
{
	struct scenario *s = scenario_of(steps);
	char *got = waited_for(&s->cases[0]->step[0]);

	if (expected == NULL)
		ck_assert_ptr_null(got);
	else
		ck_assert_str_eq(got, expected);
	free(got);
	scenario_free(&s);
}

START_TEST(patterns_become_a_line)
{
	waits("  thief gets [R-1]\n    | <a x='1'>\n    |   <b/>\n    | </a>\n    or\n    | <c/>\n",
	      "<a x='1'> <b/> </a> or <c/>");
	waits("  fe gets [R-1]\n    | SIP/2.0 {200|202} {any}\n    | CSeq: 1 MESSAGE\n    |\n    | hello\n",
	      "SIP/2.0 {200|202} {any} / CSeq: 1 MESSAGE / hello");
	waits("  thief is closed [R-1]\n", NULL);
}
END_TEST

START_TEST(a_long_one_is_cut)
{
	struct buf steps = { 0 };
	struct scenario *s;
	char *got;

	buf_puts(&steps, "  thief gets [R-1]\n    | <a x='");
	for (int i = 0; i < 400; i++)
		buf_puts(&steps, "\303\251");
	buf_puts(&steps, "'/>\n");
	s = scenario_of(buf_cstr(&steps));
	got = waited_for(&s->cases[0]->step[0]);
	ck_assert_uint_le(strlen(got), 303);
	ck_assert_str_eq(got + strlen(got) - 5, "\303\251..."); /* not in the middle of a letter */
	free(got);
	scenario_free(&s);
	buf_free(&steps);
}
END_TEST

/* A verdict of nothing says what it waited for. */
START_TEST(what_did_not_come_is_told)
{
	struct scenario *s = scenario_of("  thief gets [R-1]\n    | <a/>\n");
	struct judgement j;
	struct log l;

	read_log(&l, UP "B 1\nE 1 timeout\n");
	judge(s->cases[0], &(struct history){ l.event, l.n, NULL }, &j);
	ck_assert_int_eq(j.finding[0].class_, CLASS_NO_ANSWER);
	ck_assert_str_eq(j.finding[0].expected, "<a/>");
	judgement_free(&j);
	scenario_free(&s);
	free(l.text);
}
END_TEST

UNIT("waited", patterns_become_a_line, a_long_one_is_cut, what_did_not_come_is_told)
