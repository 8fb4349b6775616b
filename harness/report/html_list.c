/* html_list.c - report.html's rows: what does not apply, the requirements. */
#include "report/html_list.h"

#include <string.h>

#include "report/html_case.h"
#include "report/write.h"

const char *html_chapter_of(const struct case_result *c)
{
	return c->case_->scenario->chapter;
}

size_t html_end_of_chapter(const struct run *r, size_t from)
{
	size_t i = from;

	while (i < r->n_result &&
	       strcmp(html_chapter_of(&r->result[i]), html_chapter_of(&r->result[from])) == 0)
		i++;
	return i;
}

size_t html_end_of_scenario(const struct run *r, size_t from)
{
	size_t i = from;

	while (i < r->n_result && r->result[i].case_->scenario == r->result[from].case_->scenario)
		i++;
	return i;
}

void html_chapter_head(struct buf *b, const char *prefix, const char *chapter)
{
	buf_printf(b, "<h3 id=\"%s", prefix);
	write_escaped(b, chapter);
	buf_puts(b, "\">");
	write_escaped(b, chapter);
	buf_puts(b, "</h3>\n");
}

/* --- what does not apply --------------------------------------------------------------------- */

static bool same_reason(const struct case_result *a, const struct case_result *b)
{
	return a->reason == b->reason ||
	       (a->reason != NULL && b->reason != NULL && strcmp(a->reason, b->reason) == 0);
}

/* The cases of one scenario that do not apply for one reason, in one row: the
 * first stands for those behind it. */
static void foreign(struct buf *b, const struct run *r, size_t first, size_t to)
{
	const struct case_result *c = &r->result[first];
	size_t n = 0;

	for (size_t i = first; i < to; i++)
		n += r->result[i].verdict == VERDICT_NA && same_reason(c, &r->result[i]);
	buf_puts(b, "<tr><td class=\"id\">");
	html_code(b, n > 1 ? c->case_->scenario->id.text : c->case_->id);
	buf_printf(b, "</td><td class=\"id dim\">%zu</td><td>", n);
	write_escaped(b, c->case_->scenario->title);
	buf_puts(b, "</td><td class=\"dim\">");
	write_escaped(b, c->reason);
	buf_puts(b, "</td></tr>\n");
}

static bool stood_before(const struct run *r, size_t from, size_t i)
{
	for (size_t k = from; k < i; k++)
		if (r->result[k].verdict == VERDICT_NA && same_reason(&r->result[k], &r->result[i]))
			return true;
	return false;
}

static void foreign_chapter(struct buf *b, const struct run *r, size_t from, size_t to)
{
	bool any = false;

	for (size_t i = from, end; i < to; i = end) {
		end = html_end_of_scenario(r, i);
		for (size_t k = i; k < end; k++) {
			if (r->result[k].verdict != VERDICT_NA || stood_before(r, i, k))
				continue;
			if (!any) {
				html_chapter_head(b, "na-", html_chapter_of(&r->result[from]));
				buf_puts(b, "<table>\n");
			}
			any = true;
			foreign(b, r, k, end);
		}
	}
	buf_puts(b, any ? "</table>\n" : "");
}

void html_not_applicable(struct buf *b, const struct run *r)
{
	if (r->count[VERDICT_NA] == 0)
		return;
	buf_printf(b,
	           "<h2>Not applicable</h2>\n<details><summary>%zu cases need what this system "
	           "does not claim</summary>\n",
	           r->count[VERDICT_NA]);
	for (size_t i = 0, end; i < r->n_result; i = end) {
		end = html_end_of_chapter(r, i);
		foreign_chapter(b, r, i, end);
	}
	buf_puts(b, "</details>\n");
}

/* --- the requirements -------------------------------------------------------------------------- */

void html_requirements(struct buf *b, const struct run *r)
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
		html_code(b, q->requirement->id);
		buf_printf(b, "</td><td class=\"id dim\">%s</td><td>", q->requirement->level);
		html_verdict(b, q->verdict);
		buf_puts(b, "</td><td>");
		write_escaped(b, q->requirement->text);
		buf_puts(b, "</td><td>");
		for (size_t k = 0; k < q->n_by; k++)
			buf_printf(b, "<a href=\"#%s\">%s</a> ", q->by[k]->id, q->by[k]->id);
		buf_puts(b, "</td></tr>\n");
	}
	buf_puts(b, spec[0] != '\0' ? "</table>\n" : "");
}
