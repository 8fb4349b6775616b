/* html.c - report.html: self-contained, light and dark, works printed.
 *
 * Each case folds open to its ladder and findings; nothing is fetched.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/report.h"
#include "report/write.h"

static const char STYLE[] =
	":root{color-scheme:light dark;--ok:#1a7f37;--bad:#cf222e;--warn:#9a6700;--dim:#6e7781}"
	"@media(prefers-color-scheme:dark){:root{--ok:#3fb950;--bad:#f85149;--warn:#d29922;--dim:#8b949e}}"
	"body{font:15px/1.45 system-ui,sans-serif;max-width:75rem;margin:2rem auto;padding:0 1rem}"
	"pre{overflow-x:auto;font:12px/1.35 ui-monospace,monospace;padding:.6rem;border:1px solid var(--dim)}"
	"table{border-collapse:collapse}td,th{padding:.15rem .6rem;text-align:left;border-bottom:1px solid #8884}"
	"summary{cursor:pointer}.pass{color:var(--ok)}.fail,.error,.xpass{color:var(--bad)}"
	".xfail,.inconc{color:var(--warn)}.na{color:var(--dim)}code{font-family:ui-monospace,monospace}"
	"@media print{details{break-inside:avoid}}";

static void verdict(struct buf *b, enum verdict v)
{
	buf_printf(b, "<b class=\"%s\">%s</b>", verdict_word(v), verdict_word(v));
}

static void ladder(struct buf *b, const struct run *r, const struct case_result *c)
{
	char path[4096], repeat[200];
	struct history h = { 0 };
	struct fault none = { 0 };
	char *text = NULL;
	size_t size = 0;
	FILE *to;

	if (c->dir == NULL)
		return;
	snprintf(path, sizeof path, "%s/events.jsonl", c->dir);
	if (!history_read(path, &h, &none)) {
		fault_free(&none);
		return; /* the case has no log; its reason stands above */
	}
	snprintf(repeat, sizeof repeat, "fedlab run %s --seed %016" PRIx64 " --sut %s",
	         c->case_->scenario->id.text, r->seed, r->sut.name);
	to = open_memstream(&text, &size);
	if (to != NULL) {
		report_ladder(c->case_, &h, &c->judged, repeat, to, false);
		fclose(to);
		buf_puts(b, "<pre>");
		write_escaped(b, text);
		buf_puts(b, "</pre>");
		free(text);
	}
	history_free(&h);
}

static void one_case(struct buf *b, const struct run *r, const struct case_result *c)
{
	const struct scenario *s = c->case_->scenario;

	buf_printf(b, "<details id=\"%s\"%s><summary>", c->case_->id,
	           c->verdict == VERDICT_FAIL || c->verdict == VERDICT_ERROR ? " open" : "");
	verdict(b, c->verdict);
	buf_puts(b, " <code>");
	write_escaped(b, c->case_->id);
	buf_puts(b, "</code> ");
	write_escaped(b, s->title);
	if (c->case_->why != NULL) {
		buf_puts(b, ": ");
		write_escaped(b, c->case_->why);
	}
	buf_puts(b, "</summary>");
	if (c->reason != NULL) {
		buf_puts(b, "<p>");
		write_escaped(b, c->reason);
		buf_puts(b, "</p>");
	}
	if (c->judged.n_requirement > 0) {
		buf_puts(b, "<p>");
		for (size_t i = 0; i < c->judged.n_requirement; i++) {
			buf_printf(b, "<code>%s</code> ", c->judged.requirement[i].id);
			verdict(b, c->judged.requirement[i].verdict);
			buf_puts(b, " ");
		}
		buf_puts(b, "</p>");
	}
	if (s->control.n > 0)
		buf_printf(b, "<p>control: <code>%s</code></p>", s->control.item[0].text);
	for (size_t i = 0; i < c->judged.n_tolerance; i++) {
		buf_puts(b, i == 0 ? "<p>tolerated: " : ", ");
		write_escaped(b, c->judged.tolerance[i]);
	}
	ladder(b, r, c);
	buf_puts(b, "</details>\n");
}

static void head(struct buf *b, const struct run *r)
{
	buf_printf(b,
	           "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
	           "<meta name=\"viewport\" content=\"width=device-width\"><title>fedlab: %s</title>"
	           "<style>%s</style></head><body>\n<h1>",
	           r->sut.name, STYLE);
	write_escaped(b, r->sut.version);
	buf_puts(b, "</h1><p>Partners: ");
	for (size_t i = 0; i < r->n_peer; i++) {
		write_escaped(b, r->peer[i].version);
		buf_puts(b, ", ");
	}
	buf_printf(b, "and scripted ones. Seed <code>%016" PRIx64 "</code>, suite <code>%.16s</code>.</p>\n<table><tr>",
	           r->seed, r->suite_digest);
	for (enum verdict v = VERDICT_NA; v <= VERDICT_ERROR; v++) {
		buf_puts(b, "<th>");
		verdict(b, v);
		buf_puts(b, "</th>");
	}
	buf_puts(b, "</tr><tr>");
	for (enum verdict v = VERDICT_NA; v <= VERDICT_ERROR; v++)
		buf_printf(b, "<td>%zu</td>", r->count[v]);
	buf_puts(b, "</tr></table>\n");
}

static void requirements(struct buf *b, const struct run *r)
{
	buf_puts(b, "<h2>Requirements</h2>\n<table><tr><th>id</th><th>level</th><th>verdict</th>"
	            "<th>text</th><th>cases</th></tr>\n");
	for (size_t i = 0; i < r->n_requirement; i++) {
		const struct requirement_result *q = &r->requirement[i];

		if (q->n_by == 0)
			continue;
		buf_printf(b, "<tr><td><code>%s</code></td><td>%s</td><td>", q->requirement->id,
		           q->requirement->level);
		verdict(b, q->verdict);
		buf_puts(b, "</td><td>");
		write_escaped(b, q->requirement->text);
		buf_puts(b, "</td><td>");
		for (size_t k = 0; k < q->n_by; k++)
			buf_printf(b, "<a href=\"#%s\">%s</a> ", q->by[k]->id, q->by[k]->id);
		buf_puts(b, "</td></tr>\n");
	}
	buf_puts(b, "</table>\n");
}

bool report_html(const struct run *r, const char *path, struct fault *f)
{
	struct buf b = { 0 };

	head(&b, r);
	buf_puts(&b, "<h2>Cases</h2>\n");
	for (size_t i = 0; i < r->n_result; i++)
		one_case(&b, r, &r->result[i]);
	requirements(&b, r);
	buf_puts(&b, "</body></html>\n");
	return write_file(path, &b, f);
}
