/* html.c - report.html: self-contained, light and dark, works printed.
 *
 * Counts by chapter; what failed, open, with what its requirement says and a
 * drawing of what happened; then every case by chapter and scenario, folded;
 * what does not apply, and why; the requirements by specification.  Nothing is
 * fetched, nothing is run.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "report/html_case.h"
#include "report/html_list.h"
#include "report/html_style.h"
#include "report/report.h"
#include "report/write.h"

/* In the order of reading: of a bar, of the counts, of a row. */
static const struct {
	enum verdict verdict;
	const char *words;
} shown[] = {
	{ VERDICT_PASS, "passed" },
	{ VERDICT_XFAIL, "failed as declared" },
	{ VERDICT_FAIL, "failed" },
	{ VERDICT_ERROR, "errors of the harness" },
	{ VERDICT_XPASS, "unexpectedly passed" },
	{ VERDICT_INCONC, "inconclusive" },
	{ VERDICT_NA, "not applicable" },
};

enum { SHOWN = sizeof shown / sizeof shown[0] };

/* Those that nobody counts unless there are some. */
static bool is_rare(const struct run *r, size_t i)
{
	return r->count[shown[i].verdict] == 0 && shown[i].verdict != VERDICT_FAIL;
}

static void bar(struct buf *b, const size_t count[VERDICT_ERROR + 1])
{
	buf_puts(b, "<div class=\"bar\">");
	for (size_t i = 0; i < SHOWN; i++)
		if (count[shown[i].verdict] > 0)
			buf_printf(b, "<i class=\"%s\" style=\"flex:%zu\"></i>",
			           verdict_word(shown[i].verdict), count[shown[i].verdict]);
	buf_puts(b, "</div>");
}

static void fact(void *arg, const char *name, const char *value)
{
	struct buf *b = arg;

	buf_puts(b, "<tr><td class=\"id\">");
	write_escaped(b, name);
	buf_puts(b, "</td><td>");
	html_code(b, value);
	buf_puts(b, "</td></tr>\n");
}

static void repeating(struct buf *b, const struct run *r)
{
	struct buf line = { 0 };

	record_repeat(r, "build/bin/fedlab", NULL, &line);
	buf_puts(b, "<details><summary>What it takes to repeat this run</summary><pre>");
	write_escaped(b, buf_cstr(&line));
	buf_puts(b, "</pre><table class=\"tight\">\n");
	record_each(r, fact, b);
	buf_puts(b, "</table></details>\n");
	buf_free(&line);
}

static void head(struct buf *b, const struct run *r)
{
	buf_puts(b, "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
	            "<meta name=\"viewport\" content=\"width=device-width\"><title>fedlab: ");
	write_escaped(b, r->sut.version);
	buf_printf(b, "</title><style>%s</style></head><body>\n<h1>", STYLE);
	write_escaped(b, r->sut.version);
	buf_puts(b, "</h1><p class=\"dim\">System under test ");
	html_code(b, r->sut.name);
	buf_puts(b, ", with ");
	for (size_t i = 0; i < r->n_peer; i++) {
		write_escaped(b, r->peer[i].version);
		buf_puts(b, " (");
		html_code(b, r->peer[i].name);
		buf_puts(b, i + 1 < r->n_peer ? "), " : ") and ");
	}
	buf_printf(b,
	           "scripted partners. Seed <code>%016" PRIx64
	           "</code>, suite <code>%.16s</code>%s.</p>\n",
	           r->seed, r->suite_digest, r->whole ? "" : ", a selection of it");
	/* What is not claimed was not asked for. */
	buf_puts(b, "<details><summary>What it claims, and what it declares</summary><p>");
	write_escaped(b, r->claims);
	buf_puts(b, "</p><pre>");
	write_escaped(b, r->known);
	buf_puts(b, "</pre></details>\n");
	repeating(b, r);
	bar(b, r->count);
	buf_puts(b, "<div class=\"counts\">");
	for (size_t i = 0; i < SHOWN; i++)
		if (!is_rare(r, i))
			buf_printf(b, "<span class=\"%s\"><b>%zu</b> %s</span>",
			           verdict_word(shown[i].verdict), r->count[shown[i].verdict],
			           shown[i].words);
	buf_puts(b, "</div>\n");
}

/* --- by chapter -------------------------------------------------------------------------- */

static void chapter_row(struct buf *b, const struct run *r, size_t from, size_t to)
{
	static const size_t none[VERDICT_ERROR + 1];
	size_t count[VERDICT_ERROR + 1] = { 0 };
	double seconds = 0;

	for (size_t i = from; i < to; i++) {
		if (!r->result[i].canary) /* as in the counts above */
			count[r->result[i].verdict]++;
		seconds += r->result[i].seconds;
	}
	if (memcmp(count, none, sizeof count) == 0)
		return;
	buf_puts(b, "<tr><td class=\"id\">");
	if (count[VERDICT_PASS] + count[VERDICT_XFAIL] > 0)
		buf_puts(b, "<a href=\"#");
	else
		buf_puts(b, "<a href=\"#na-");
	write_escaped(b, html_chapter_of(&r->result[from]));
	buf_puts(b, "\">");
	write_escaped(b, html_chapter_of(&r->result[from]));
	buf_puts(b, "</a></td>");
	for (size_t i = 0; i < SHOWN; i++)
		if (!is_rare(r, i))
			buf_printf(b, "<td class=\"%s\">%zu</td>",
			           count[shown[i].verdict] > 0 ? verdict_word(shown[i].verdict)
			                                       : "dim",
			           count[shown[i].verdict]);
	buf_printf(b, "<td class=\"dim\">%.1f s</td><td class=\"wide\">", seconds);
	bar(b, count);
	buf_puts(b, "</td></tr>\n");
}

static void chapters(struct buf *b, const struct run *r)
{
	buf_puts(b, "<h2>Chapters</h2>\n<table class=\"tight\"><tr><th></th>");
	for (size_t i = 0; i < SHOWN; i++)
		if (!is_rare(r, i))
			buf_printf(b, "<th>%s</th>", shown[i].words);
	buf_puts(b, "<th>time</th><th></th></tr>\n");
	for (size_t i = 0, end; i < r->n_result; i = end) {
		end = html_end_of_chapter(r, i);
		chapter_row(b, r, i, end);
	}
	buf_puts(b, "</table>\n");
}

/* --- the cases ----------------------------------------------------------------------------- */

/* What failed, then the canaries that may make everything else worthless. */
static void looks(struct buf *b, const struct run *r)
{
	bool any = false;

	for (size_t i = 0; i < r->n_result; i++) {
		if (!html_needs_a_look(r->result[i].verdict))
			continue;
		if (!any)
			buf_puts(b, "<h2>What to look at</h2>\n");
		any = true;
		html_case(b, r, &r->result[i], true);
	}
}

/* Shown among the cases of its chapter: it stands nowhere else. */
static bool is_quiet(const struct case_result *c)
{
	return !html_needs_a_look(c->verdict) && c->verdict != VERDICT_NA;
}

/* A scenario of several cases is one line that opens to them. */
static void scenario(struct buf *b, const struct run *r, size_t from, size_t to)
{
	enum verdict worst = VERDICT_NA;
	const struct scenario *s = r->result[from].case_->scenario;
	double seconds = 0;
	size_t n = 0;

	for (size_t i = from; i < to; i++)
		if (is_quiet(&r->result[i])) {
			n++;
			seconds += r->result[i].seconds;
			if (r->result[i].verdict > worst)
				worst = r->result[i].verdict;
		}
	if (n > 1) {
		buf_puts(b, "<details class=\"many\"><summary>");
		html_verdict(b, worst);
		buf_puts(b, " ");
		html_code(b, s->id.text);
		buf_puts(b, " ");
		write_escaped(b, s->title);
		buf_printf(b, " <span class=\"dim\">%zu cases, %.2f s</span></summary>\n", n,
		           seconds);
	}
	for (size_t i = from; i < to; i++)
		if (is_quiet(&r->result[i]))
			html_case(b, r, &r->result[i], n == 1);
	buf_puts(b, n > 1 ? "</details>\n" : "");
}

static void chapter(struct buf *b, const struct run *r, size_t from, size_t to)
{
	bool any = false;

	for (size_t i = from; i < to && !any; i++)
		any = is_quiet(&r->result[i]);
	if (!any)
		return;
	html_chapter_head(b, "", html_chapter_of(&r->result[from]));
	for (size_t i = from, end; i < to; i = end) {
		end = html_end_of_scenario(r, i);
		scenario(b, r, i, end);
	}
}

static void rest(struct buf *b, const struct run *r)
{
	buf_puts(b, "<h2>Cases</h2>\n<p class=\"dim\">Each opens to what crossed: grey arrows "
	            "went in clear, blue ones under TLS, faint ones are what an actor does by "
	            "itself. Point at an arrow to read it.</p>\n");
	for (size_t i = 0, end; i < r->n_result; i = end) {
		end = html_end_of_chapter(r, i);
		chapter(b, r, i, end);
	}
}

/* By chapter, then as people count: AA-01/2 before AA-01/10. */
static int by_chapter(const void *a, const void *b)
{
	const struct case_result *x = a, *y = b;
	int order = strcmp(html_chapter_of(x), html_chapter_of(y));

	return order != 0 ? order : strverscmp(x->case_->id, y->case_->id);
}

bool report_html(const struct run *r, const char *path, struct fault *f)
{
	struct run sorted = *r;
	struct buf b = { 0 };

	sorted.result = mem_resize(NULL, r->n_result * sizeof *r->result);
	memcpy(sorted.result, r->result, r->n_result * sizeof *r->result);
	qsort(sorted.result, r->n_result, sizeof *r->result, by_chapter);
	head(&b, &sorted);
	chapters(&b, &sorted);
	looks(&b, &sorted);
	rest(&b, &sorted);
	html_not_applicable(&b, &sorted);
	html_requirements(&b, &sorted);
	buf_puts(&b, "</body></html>\n");
	free(sorted.result);
	return write_file(path, &b, f);
}
