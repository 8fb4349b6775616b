/* junit.c - junit.xml: one suite per chapter, one case per case; inconclusive
 * and not applicable as skipped, with a type, for JUnit has no third state. */
#include <string.h>

#include "report/report.h"
#include "report/write.h"

static void property(struct buf *b, const char *name, const struct words *w)
{
	if (w->n == 0)
		return;
	buf_printf(b, "<property name=\"%s\" value=\"", name);
	for (size_t i = 0; i < w->n; i++) {
		buf_puts(b, i == 0 ? "" : " ");
		write_escaped(b, w->item[i].text);
	}
	buf_puts(b, "\"/>");
}

static void fact(void *arg, const char *name, const char *value)
{
	struct buf *b = arg;

	buf_puts(b, "<property name=\"");
	write_escaped(b, name);
	buf_puts(b, "\" value=\"");
	write_escaped(b, value);
	buf_puts(b, "\"/>");
}

static void outcome(struct buf *b, const char *element, const struct case_result *c)
{
	buf_printf(b, "<%s type=\"%s\" message=\"", element, verdict_word(c->verdict));
	write_escaped(b, c->reason);
	buf_puts(b, "\">");
	for (size_t i = 0; i < c->judged.n_finding; i++)
		if (c->judged.finding[i].verdict != VERDICT_PASS) {
			write_escaped(b, c->judged.finding[i].words);
			buf_putc(b, '\n');
		}
	buf_printf(b, "</%s>", element);
}

static void test_case(struct buf *b, const struct case_result *c)
{
	const struct scenario *s = c->case_->scenario;

	buf_puts(b, "  <testcase classname=\"");
	write_escaped(b, s->chapter);
	buf_puts(b, "\" name=\"");
	write_escaped(b, c->case_->id);
	buf_puts(b, " ");
	write_escaped(b, s->title);
	buf_printf(b, "\" time=\"%.3f\"><properties>", c->seconds);
	property(b, "requirement", &s->proves);
	property(b, "control", &s->control);
	property(b, "kills", &s->kills);
	buf_puts(b, "</properties>");
	switch (c->verdict) {
	case VERDICT_PASS:
		break;
	case VERDICT_NA:
	case VERDICT_INCONC:
	case VERDICT_XFAIL:
		outcome(b, "skipped", c);
		break;
	case VERDICT_FAIL:
		outcome(b, "failure", c);
		break;
	case VERDICT_XPASS:
	case VERDICT_ERROR:
		outcome(b, "error", c);
		break;
	}
	buf_puts(b, "</testcase>\n");
}

struct tally {
	size_t all, failures, errors, skipped;
	double seconds;
};

static void count(struct tally *t, enum verdict v, double seconds)
{
	t->seconds += seconds;
	t->all++;
	t->failures += v == VERDICT_FAIL;
	t->errors += v == VERDICT_ERROR || v == VERDICT_XPASS;
	t->skipped += v == VERDICT_NA || v == VERDICT_INCONC || v == VERDICT_XFAIL;
}

static bool is_first_of_chapter(const struct run *r, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (strcmp(r->result[k].case_->scenario->chapter,
		           r->result[i].case_->scenario->chapter) == 0)
			return false;
	return true;
}

bool report_junit(const struct run *r, const char *path, struct fault *f)
{
	struct buf b = { 0 };

	buf_puts(&b, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"fedlab\">\n");
	for (size_t i = 0; i < r->n_result; i++) {
		const char *chapter = r->result[i].case_->scenario->chapter;
		struct buf cases = { 0 };
		struct tally t = { 0 };

		if (!is_first_of_chapter(r, i))
			continue;
		for (size_t k = i; k < r->n_result; k++)
			if (strcmp(r->result[k].case_->scenario->chapter, chapter) == 0) {
				test_case(&cases, &r->result[k]);
				count(&t, r->result[k].verdict, r->result[k].seconds);
			}
		buf_puts(&b, " <testsuite name=\"");
		write_escaped(&b, chapter);
		buf_printf(&b,
		           "\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\" "
		           "time=\"%.3f\">\n",
		           t.all, t.failures, t.errors, t.skipped, t.seconds);
		buf_puts(&b, "  <properties>");
		record_each(r, fact, &b);
		buf_puts(&b, "</properties>\n");
		buf_putv(&b, buf_view(&cases));
		buf_puts(&b, " </testsuite>\n");
		buf_free(&cases);
	}
	buf_puts(&b, "</testsuites>\n");
	return write_file(path, &b, f);
}
