/* html_case.c - one case of report.html. */
#include "report/html_case.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/explain.h"
#include "report/write.h"

void html_verdict(struct buf *b, enum verdict v)
{
	buf_printf(b, "<b class=\"%s\">%s</b>", verdict_word(v), verdict_word(v));
}

void html_code(struct buf *b, const char *text)
{
	buf_puts(b, "<code>");
	write_escaped(b, text);
	buf_puts(b, "</code>");
}

bool html_needs_a_look(enum verdict v)
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
	html_code(b, q->id);
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
	html_code(b, text);
	buf_puts(b, "</dd>");
}

static void finding(struct buf *b, const struct run *r, const struct case_ *c,
                    const struct judgement *j, const struct finding *f)
{
	const struct step *s = finding_step(c, f);
	struct buf place = { 0 };
	const char *id;

	buf_printf(b, "<div class=\"why %s\">", f->verdict == VERDICT_INCONC ? "inconc" : "");
	html_verdict(b, f->verdict);
	if (f->class_ != CLASS_NONE)
		buf_printf(b, " <b>%s</b>", class_word(f->class_));
	buf_puts(b, ": ");
	write_escaped(b, finding_words(c, f));
	for (size_t at = 0; (id = finding_requirement(c, j, f, &at)) != NULL;)
		law(b, r, id);
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
			finding(b, r, c->case_, j, &j->finding[i]);
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

static void title(struct buf *b, const struct case_ *c, bool whole)
{
	html_code(b, c->id);
	buf_puts(b, " ");
	if (whole || c->why == NULL)
		write_escaped(b, c->scenario->title);
	if (whole && c->why != NULL)
		buf_puts(b, ": ");
	write_escaped(b, c->why);
}

static void proved(struct buf *b, const struct case_result *c)
{
	const struct scenario *s = c->case_->scenario;

	buf_puts(b, "<p>");
	for (size_t i = 0; i < c->judged.n_requirement; i++) {
		html_code(b, c->judged.requirement[i].id);
		buf_puts(b, " ");
		html_verdict(b, c->judged.requirement[i].verdict);
		buf_puts(b, " &nbsp; ");
	}
	for (size_t i = 0; i < s->control.n; i++)
		if (strcmp(s->control.item[i].text, "none") != 0) {
			buf_puts(b, "<span class=\"dim\">control</span> ");
			html_code(b, s->control.item[i].text);
			buf_puts(b, " ");
		}
	for (size_t i = 0; i < c->judged.n_tolerance; i++) {
		buf_puts(b, i == 0 ? "<span class=\"dim\">tolerated</span> " : ", ");
		write_escaped(b, c->judged.tolerance[i]);
	}
	buf_puts(b, "</p>");
}

/* Where its text stands, and its evidence beside this page. */
static void sources(struct buf *b, const struct case_result *c)
{
	const char *folder = c->dir != NULL ? strrchr(c->dir, '/') : NULL;

	buf_puts(b, "<p class=\"dim\">");
	html_code(b, c->case_->scenario->file);
	if (folder != NULL) {
		buf_puts(b, " &nbsp; <a href=\"cases");
		write_escaped(b, folder);
		buf_puts(b, "/\">evidence</a>");
	}
	buf_puts(b, "</p>");
}

/* What the judge did not say: a control that failed, an error. */
static void reason(struct buf *b, const struct case_result *c)
{
	if (c->reason == NULL || (html_needs_a_look(c->verdict) &&
	                          c->verdict == c->judged.verdict && c->judged.n_finding > 0))
		return;
	buf_printf(b, "<p class=\"%s\">", verdict_word(c->verdict));
	write_escaped(b, c->reason);
	buf_puts(b, "</p>");
}

static void repeat(struct buf *b, const struct run *r, const struct case_result *c)
{
	buf_printf(b, "<pre>build/bin/fedlab run %s --seed %016" PRIx64 " --sut ",
	           c->case_->scenario->id.text, r->seed);
	write_escaped(b, r->called);
	buf_puts(b, "</pre>");
}

void html_case(struct buf *b, const struct run *r, const struct case_result *c, bool whole_title)
{
	bool look = html_needs_a_look(c->verdict);

	buf_printf(b, "<details id=\"%s\"%s><summary>", c->case_->id, look ? " open" : "");
	html_verdict(b, c->verdict);
	buf_puts(b, " ");
	title(b, c->case_, whole_title);
	buf_printf(b, " <span class=\"dim\">%.2f s</span></summary>", c->seconds);
	reason(b, c);
	findings(b, r, c);
	proved(b, c);
	drawing(b, c);
	sources(b, c);
	if (look)
		repeat(b, r, c);
	buf_puts(b, "</details>\n");
}
