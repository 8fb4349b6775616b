/* tap.c - results.tap, TAP 14: xfail is a failure that is expected, na is skipped,
 * inconclusive is "not ok", for nothing was shown. */
#include "report/report.h"
#include "report/write.h"

/* One line of text: what would end the line or begin a directive is replaced. */
static void plain(struct buf *b, const char *text)
{
	for (; text != NULL && *text != '\0'; text++)
		buf_putc(b, *text == '\n' || *text == '\r' ? ' ' : *text == '#' ? '_' : *text);
}

static void details(struct buf *b, const struct case_result *c)
{
	buf_printf(b, "  ---\n  verdict: %s\n", verdict_word(c->verdict));
	for (size_t i = 0; i < c->judged.n_finding; i++) {
		const struct finding *f = &c->judged.finding[i];

		if (f->verdict == VERDICT_PASS)
			continue;
		buf_printf(b, "  finding_%zu:\n    class: %s\n    step: %u\n    words: |\n      ", i,
		           class_word(f->class_), f->step);
		plain(b, f->words);
		buf_putc(b, '\n');
	}
	buf_puts(b, "  ...\n");
}

bool report_tap(const struct run *r, const char *path, struct fault *f)
{
	struct buf b = { 0 };

	buf_printf(&b, "TAP version 14\n1..%zu\n", r->n_result);
	for (size_t i = 0; i < r->n_result; i++) {
		const struct case_result *c = &r->result[i];
		bool ok = c->verdict == VERDICT_PASS || c->verdict == VERDICT_NA;

		buf_printf(&b, "%s %zu - %s ", ok ? "ok" : "not ok", i + 1, c->case_->id);
		plain(&b, c->case_->scenario->title);
		if (c->verdict == VERDICT_NA || c->verdict == VERDICT_XFAIL) {
			buf_puts(&b, c->verdict == VERDICT_NA ? " # SKIP na: " : " # TO" "DO ");
			plain(&b, c->reason);
		}
		buf_putc(&b, '\n');
		if (!ok)
			details(&b, c);
	}
	return write_file(path, &b, f);
}
