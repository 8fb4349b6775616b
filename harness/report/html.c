/* html.c - report.html: self-contained, light and dark, works printed.
 *
 * What failed stands first and open, with what its requirement says and a
 * drawing of what happened; then every case by chapter, folded; then the
 * requirements by specification.  Nothing is fetched, nothing is run.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/explain.h"
#include "report/html_style.h"
#include "report/report.h"
#include "report/write.h"

static const char *const explained[] = {
	[VERDICT_NA] = "not applicable",           [VERDICT_PASS] = "passed",
	[VERDICT_XFAIL] = "failed as declared",    [VERDICT_INCONC] = "inconclusive",
	[VERDICT_XPASS] = "unexpectedly passed",   [VERDICT_FAIL] = "failed",
	[VERDICT_ERROR] = "errors of the harness",
};

static void verdict(struct buf *b, enum verdict v)
{
	buf_printf(b, "<b class=\"%s\">%s</b>", verdict_word(v), verdict_word(v));
}

static void code(struct buf *b, const char *text)
{
	buf_puts(b, "<code>");
	write_escaped(b, text);
	buf_puts(b, "</code>");
}

static bool needs_a_look(enum verdict v)
{
	return v != VERDICT_PASS && v != VERDICT_NA && v != VERDICT_XFAIL;
}

/* --- why a case did not pass --------------------------------------------------------- */

static void law(struct buf *b, const struct run *r, const char *id)
{
	const struct requirement *q = requirement_find(r->catalogue, view_of(id));

	if (q == NULL)
		return;
	buf_puts(b, "<p>");
	code(b, q->id);
	buf_printf(b, " <span class=\"dim\">%s %s, %s</span><br>", q->spec, q->section,
	           q->level);
	write_escaped(b, q->text);
	buf_puts(b, "</p>");
}

static void row(struct buf *b, const char *name, const char *text)
{
	if (text == NULL)
		return;
	buf_printf(b, "<dt>%s</dt><dd>", name);
	code(b, text);
	buf_puts(b, "</dd>");
}

static void finding(struct buf *b, const struct run *r, const struct case_ *c,
                    const struct finding *f)
{
	const struct step *s = finding_step(c, f);
	struct buf place = { 0 };

	buf_printf(b, "<div class=\"why %s\">", f->verdict == VERDICT_INCONC ? "inconc" : "");
	verdict(b, f->verdict);
	if (f->class_ != CLASS_NONE)
		buf_printf(b, " <b>%s</b>", class_word(f->class_));
	buf_puts(b, ": ");
	write_escaped(b, finding_words(c, f));
	for (size_t i = 0; s != NULL && i < s->requirements.n; i++)
		law(b, r, s->requirements.item[i].text);
	buf_puts(b, "<dl>");
	if (s != NULL) {
		buf_printf(&place, "%u, %s:%u: %s", f->step, c->scenario->file, s->line,
		           s->text);
		row(b, "step", buf_cstr(&place));
		buf_free(&place);
	}
	row(b, "at", f->where);
	row(b, "expected", f->expected);
	row(b, "got", f->got);
	buf_puts(b, "</dl></div>");
}

static void findings(struct buf *b, const struct run *r, const struct case_result *c)
{
	const struct judgement *j = &c->judged;
	unsigned first, last;

	for (size_t i = 0; i < j->n_finding; i++)
		if (j->finding[i].verdict != VERDICT_PASS &&
		    !finding_unreached(c->case_, &j->finding[i]))
			finding(b, r, c->case_, &j->finding[i]);
	unreached_steps(c->case_, j, &first, &last);
	if (first != 0 && first == last)
		buf_printf(b, "<p class=\"dim\">Step %u was not reached.</p>", first);
	else if (first != 0)
		buf_printf(b, "<p class=\"dim\">Steps %u to %u were not reached.</p>", first,
		           last);
}

/* --- a case ------------------------------------------------------------------------------ */

static void drawing(struct buf *b, const struct case_result *c)
{
	char path[4096];
	struct history h = { 0 };
	struct fault none = { 0 };

	if (c->dir == NULL)
		return;
	snprintf(path, sizeof path, "%s/events.jsonl", c->dir);
	if (history_read(path, &h, &none))
		report_drawing(c->case_, &h, &c->judged, b);
	/* else the case has no log; its reason stands above */
	fault_free(&none);
	history_free(&h);
}

static void title(struct buf *b, const struct case_ *c)
{
	code(b, c->id);
	buf_puts(b, " ");
	write_escaped(b, c->scenario->title);
	if (c->why != NULL) {
		buf_puts(b, ": ");
		write_escaped(b, c->why);
	}
}

static void proved(struct buf *b, const struct case_result *c)
{
	const struct scenario *s = c->case_->scenario;

	buf_puts(b, "<p>");
	for (size_t i = 0; i < c->judged.n_requirement; i++) {
		code(b, c->judged.requirement[i].id);
		buf_puts(b, " ");
		verdict(b, c->judged.requirement[i].verdict);
		buf_puts(b, " &nbsp; ");
	}
	for (size_t i = 0; i < s->control.n; i++)
		if (strcmp(s->control.item[i].text, "none") != 0) {
			buf_puts(b, "<span class=\"dim\">control</span> ");
			code(b, s->control.item[i].text);
			buf_puts(b, " ");
		}
	for (size_t i = 0; i < c->judged.n_tolerance; i++) {
		buf_puts(b, i == 0 ? "<span class=\"dim\">tolerated</span> " : ", ");
		write_escaped(b, c->judged.tolerance[i]);
	}
	buf_puts(b, "</p>");
}

static void one_case(struct buf *b, const struct run *r, const struct case_result *c)
{
	bool look = needs_a_look(c->verdict);

	buf_printf(b, "<details id=\"%s\"%s><summary>", c->case_->id, look ? " open" : "");
	verdict(b, c->verdict);
	buf_puts(b, " ");
	title(b, c->case_);
	if (c->verdict != VERDICT_NA)
		buf_printf(b, " <span class=\"dim\">%.2f s</span>", c->seconds);
	buf_puts(b, "</summary>");
	/* What the judge did not say: a control that failed, an error. */
	if (c->reason != NULL &&
	    (!look || c->verdict != c->judged.verdict || c->judged.n_finding == 0)) {
		buf_printf(b, "<p class=\"%s\">", verdict_word(c->verdict));
		write_escaped(b, c->reason);
		buf_puts(b, "</p>");
	}
	findings(b, r, c);
	proved(b, c);
	drawing(b, c);
	if (look) {
		buf_puts(b, "<pre>build/bin/fedlab run ");
		buf_printf(b, "%s --seed %016" PRIx64 " --sut ", c->case_->scenario->id.text,
		           r->seed);
		write_escaped(b, r->sut.name);
		buf_puts(b, "</pre>");
	}
	buf_puts(b, "</details>\n");
}

/* --- the page ------------------------------------------------------------------------------ */

static void counts(struct buf *b, const struct run *r)
{
	static const enum verdict order[] = { VERDICT_PASS,  VERDICT_XFAIL, VERDICT_FAIL,
		                              VERDICT_ERROR, VERDICT_XPASS, VERDICT_INCONC,
		                              VERDICT_NA };

	buf_puts(b, "<div class=\"bar\">");
	for (size_t i = 0; i < sizeof order / sizeof order[0]; i++)
		if (r->count[order[i]] > 0)
			buf_printf(b, "<i class=\"%s\" style=\"flex:%zu\"></i>",
			           verdict_word(order[i]), r->count[order[i]]);
	buf_puts(b, "</div><div class=\"counts\">");
	for (size_t i = 0; i < sizeof order / sizeof order[0]; i++)
		if (r->count[order[i]] > 0 || order[i] == VERDICT_FAIL)
			buf_printf(b, "<span class=\"%s\"><b>%zu</b> %s</span>",
			           verdict_word(order[i]), r->count[order[i]],
			           explained[order[i]]);
	buf_puts(b, "</div>\n");
}

static void head(struct buf *b, const struct run *r)
{
	buf_puts(b, "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
	            "<meta name=\"viewport\" content=\"width=device-width\"><title>fedlab: ");
	write_escaped(b, r->sut.version);
	buf_printf(b, "</title><style>%s</style></head><body>\n<h1>", STYLE);
	write_escaped(b, r->sut.version);
	buf_puts(b, "</h1><p class=\"dim\">System under test ");
	code(b, r->sut.name);
	buf_puts(b, ", with ");
	for (size_t i = 0; i < r->n_peer; i++) {
		write_escaped(b, r->peer[i].version);
		buf_puts(b, i + 1 < r->n_peer ? ", " : " and ");
	}
	buf_printf(b,
	           "scripted partners. Seed <code>%016" PRIx64
	           "</code>, suite <code>%.16s</code>%s.</p>\n",
	           r->seed, r->suite_digest, r->whole ? "" : ", a selection of it");
	counts(b, r);
}

/* What failed, then the canaries that may make everything else worthless. */
static void looks(struct buf *b, const struct run *r)
{
	bool any = false;

	for (size_t i = 0; i < r->n_result; i++) {
		if (!needs_a_look(r->result[i].verdict))
			continue;
		if (!any)
			buf_puts(b, "<h2>What to look at</h2>\n");
		any = true;
		one_case(b, r, &r->result[i]);
	}
}

static void rest(struct buf *b, const struct run *r)
{
	const char *chapter = "";

	buf_puts(b, "<h2>Cases</h2>\n<p class=\"dim\">Each opens to what crossed: grey arrows "
	            "went in "
	            "clear, blue ones under TLS, faint ones are what an actor does by itself. "
	            "Point at "
	            "an arrow to read it.</p>\n");
	for (size_t i = 0; i < r->n_result; i++) {
		const struct case_result *c = &r->result[i];

		if (needs_a_look(c->verdict))
			continue;
		if (strcmp(c->case_->scenario->chapter, chapter) != 0) {
			chapter = c->case_->scenario->chapter;
			buf_puts(b, "<h3>");
			write_escaped(b, chapter);
			buf_puts(b, "</h3>\n");
		}
		one_case(b, r, c);
	}
}

static void requirements(struct buf *b, const struct run *r)
{
	const char *spec = "";

	buf_puts(b, "<h2>Requirements</h2>\n");
	for (size_t i = 0; i < r->n_requirement; i++) {
		const struct requirement_result *q = &r->requirement[i];

		if (q->n_by == 0)
			continue;
		if (strcmp(q->requirement->spec, spec) != 0) {
			buf_puts(b, spec[0] != '\0' ? "</table>\n<h3>" : "<h3>");
			spec = q->requirement->spec;
			write_escaped(b, spec);
			buf_puts(b, "</h3>\n<table>\n");
		}
		buf_puts(b, "<tr><td class=\"id\">");
		code(b, q->requirement->id);
		buf_printf(b, "</td><td class=\"id dim\">%s</td><td>", q->requirement->level);
		verdict(b, q->verdict);
		buf_puts(b, "</td><td>");
		write_escaped(b, q->requirement->text);
		buf_puts(b, "</td><td>");
		for (size_t k = 0; k < q->n_by; k++)
			buf_printf(b, "<a href=\"#%s\">%s</a> ", q->by[k]->id, q->by[k]->id);
		buf_puts(b, "</td></tr>\n");
	}
	buf_puts(b, spec[0] != '\0' ? "</table>\n" : "");
}

bool report_html(const struct run *r, const char *path, struct fault *f)
{
	struct buf b = { 0 };

	head(&b, r);
	looks(&b, r);
	rest(&b, r);
	requirements(&b, r);
	buf_puts(&b, "</body></html>\n");
	return write_file(path, &b, f);
}
