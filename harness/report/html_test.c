#include "report/report.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/file.h"
#include "lib/unit.h"
#include "scenario/catalogue.h"

/* Two scenarios of one chapter, one of another: quiet, not applicable, failed. */
static struct word many_proves = { .text = "R6120-4.3.2-1" };
static struct scenario many = { .id = { .text = "AA-01" },
	                        .title = "<many> of them",
	                        .chapter = "first",
	                        .file = "scenarios/first/AA-01.scn",
	                        .proves = { &many_proves, 1 } };
static struct scenario one = { .id = { .text = "AA-02" },
	                       .title = "one alone",
	                       .chapter = "first",
	                       .file = "scenarios/first/AA-02.scn" };
static struct scenario other = { .id = { .text = "BB-01" },
	                         .title = "needs more",
	                         .chapter = "second",
	                         .file = "scenarios/second/BB-01.scn" };
static struct case_ cases[] = {
	{ .id = "AA-01/1", .scenario = &many, .why = "the first" },
	{ .id = "AA-01/2", .scenario = &many, .why = "the second" },
	{ .id = "AA-01/3", .scenario = &many, .why = "the third" },
	{ .id = "AA-02", .scenario = &one },
	{ .id = "BB-01/1", .scenario = &other, .why = "in this way" },
	{ .id = "BB-01/2", .scenario = &other, .why = "in that way" },
};
static char sut[] = "../sut";
static char foreign[] = "sut does not claim a&b", broken[] = "<what> failed";

static struct buf page(enum verdict third)
{
	struct requirement_verdict q = { .id = "R6120-4.3.2-1", .verdict = VERDICT_PASS };
	/* As they were played: not by chapter, not by number. */
	struct case_result result[] = {
		{ .case_ = &cases[3], .verdict = VERDICT_PASS },
		{ .case_ = &cases[4], .verdict = VERDICT_NA, .reason = foreign },
		{ .case_ = &cases[0],
		  .verdict = VERDICT_PASS,
		  .judged = { .requirement = &q, .n_requirement = 1 } },
		{ .case_ = &cases[1], .verdict = VERDICT_PASS },
		{ .case_ = &cases[2], .verdict = third, .reason = broken },
		{ .case_ = &cases[5], .verdict = VERDICT_NA, .reason = foreign },
	};
	struct scenario *scenarios[] = { &many, &one, &other };
	struct suite suite = { scenarios, 3 };
	struct program peer = { "gtalk", "Prosody 0.12", "" };
	struct fault f = { 0 };
	struct run r = { .sut = { "sut", "product <1>", "" },
		         .called = sut,
		         .peer = &peer,
		         .n_peer = 1,
		         .suite = &suite,
		         .result = result,
		         .n_result = sizeof result / sizeof result[0],
		         .catalogue = catalogue_load("scenarios/requirements", &f) };
	const char *path = "html_test.html";
	struct buf b = { 0 };
	struct catalogue *c = (struct catalogue *)r.catalogue;

	ck_assert_msg(c != NULL, "%s: %s", f.file, f.text);
	run_sum_up(&r);
	ck_assert_msg(report_html(&r, path, &f), "%s", f.text);
	run_free_sums(&r);
	catalogue_free(&c);
	ck_assert(file_read(path, (size_t)1 << 20, &b, &f));
	unlink(path);
	return b;
}

/* Each of `words` behind the one before it. */
static void stand_in_order(struct buf *b, const char *const *words)
{
	const char *at = buf_cstr(b);

	for (; *words != NULL; words++) {
		at = strstr(at, *words);
		ck_assert_msg(at != NULL, "%s, in its place", *words);
		at += strlen(*words);
	}
	buf_free(b);
}

START_TEST(the_cases_of_a_scenario_fold_into_one_line)
{
	struct buf b = page(VERDICT_XFAIL);
	static const char *const words[] = { "<h1>product &lt;1&gt;</h1>",
		                             "Prosody 0.12 (<code>gtalk</code>)",
		                             "<a href=\"#first\">first</a>",
		                             "<a href=\"#na-second\">second</a>",
		                             "<h2>Cases</h2>",
		                             "<h3 id=\"first\">first</h3>",
		                             "<b class=\"xfail\">xfail</b> <code>AA-01</code> "
		                             "&lt;many&gt; of them <span class=\"dim\">3 cases",
		                             "<code>AA-01/1</code> the first <span",
		                             "<code>AA-01/2</code> the second <span",
		                             "<code>AA-01/3</code> the third <span",
		                             "<code>AA-02</code> one alone <span",
		                             NULL };

	ck_assert_ptr_null(strstr(buf_cstr(&b), "What to look at"));
	stand_in_order(&b, words);
}
END_TEST

START_TEST(what_failed_stands_first_and_nowhere_else)
{
	struct buf b = page(VERDICT_FAIL);
	static const char *const words[] = {
		"<h2>What to look at</h2>",
		"<details id=\"AA-01/3\" open>",
		"&lt;many&gt; of them: the third",
		"&lt;what&gt; failed",
		"build/bin/fedlab run AA-01 --seed 0000000000000000 --sut ../sut",
		"<h2>Cases</h2>",
		"<span class=\"dim\">2 cases",
		NULL,
	};
	const char *first = strstr(buf_cstr(&b), "id=\"AA-01/3\"");

	ck_assert_ptr_nonnull(first);
	ck_assert_ptr_null(strstr(first + 1, "id=\"AA-01/3\""));
	stand_in_order(&b, words);
}
END_TEST

START_TEST(what_does_not_apply_is_a_row_for_each_reason)
{
	struct buf b = page(VERDICT_PASS);
	static const char *const words[] = {
		"<h2>Not applicable</h2>", "2 cases need what this system does not claim",
		"<h3 id=\"na-second\">", "<code>BB-01</code></td><td class=\"id dim\">2</td>",
		"needs more", "sut does not claim a&amp;b",
		"<h2>Requirements</h2>", "<a href=\"#AA-01/1\">AA-01/1</a>",
		NULL,
	};

	ck_assert_ptr_null(strstr(buf_cstr(&b), "BB-01/2"));
	stand_in_order(&b, words);
}
END_TEST

UNIT("html", the_cases_of_a_scenario_fold_into_one_line, what_failed_stands_first_and_nowhere_else,
     what_does_not_apply_is_a_row_for_each_reason)
