#include "check/check_step.h"

#include <string.h>

#include "partner/page_for_tests.h"
#include "partner/probe_step.h"

START_TEST(the_pages_say_what_the_table_says)
{
	struct buf b = { 0 };

	check_manual(&b);
	page_holds_between("docs/man/fedctl.1", VIEW(".\\\" check keys\n"),
	                   VIEW(".\\\" check end\n"), &b);
	buf_clear(&b);
	check_planning(&b);
	page_holds_between("docs/planning.md", VIEW("<!-- check -->\n"), VIEW("<!-- end -->\n"),
	                   &b);
	buf_free(&b);
}
END_TEST

static bool is_step(struct view word)
{
	for (enum check_step s = 0; s < CHECK_STEPS; s++)
		if (view_is(word, check_step_word(s)))
			return true;
	for (enum probe_step s = 0; s < PROBE_STEPS; s++)
		if (view_is(word, probe_step_word(s)))
			return true;
	return false;
}

/* Whatever stands in quotes behind "step" or "steps" of a line of its tables. */
START_TEST(the_plan_names_steps_that_there_are)
{
	struct buf page = { 0 }, named = { 0 };
	struct view rest, word, line, lines;
	size_t lines_with_one = 0;

	page_read("docs/planning.md", &page);
	lines = buf_view(&page);
	lines.n = view_find(lines, VIEW("<!-- check -->"));
	while (lines.n != 0) {
		(void)view_cut(lines, '\n', &line, &lines);
		if (!view_starts(line, VIEW("|")))
			continue;
		for (;;) {
			size_t at = view_find(line, VIEW(", step"));

			if (at >= line.n)
				break;
			line = view_from(line, at + 6);
			at = view_find(line, VIEW("; "));
			rest = (struct view){ line.p, at < line.n ? at : line.n };
			lines_with_one++;
			/* step `a`, steps `a` and `b` */
			while (view_cut(rest, '`', &word, &rest) &&
			       view_cut(rest, '`', &word, &rest)) {
				ck_assert_msg(is_step(word), "there is no step \"%.*s\"",
				              VIEW_ARG(word));
				buf_printf(&named, "<%.*s>", VIEW_ARG(word));
			}
		}
	}
	ck_assert_uint_gt(lines_with_one, 8);
	for (enum check_step s = 0; s < CHECK_STEPS; s++) {
		struct buf wanted = { 0 };

		buf_printf(&wanted, "<%s>", check_step_word(s));
		ck_assert_msg(strstr(buf_cstr(&named), buf_cstr(&wanted)) != NULL,
		              "no line needs the step %s", check_step_word(s));
		buf_free(&wanted);
	}
	buf_free(&named);
	buf_free(&page);
}
END_TEST

UNIT("check_step", the_pages_say_what_the_table_says, the_plan_names_steps_that_there_are)
