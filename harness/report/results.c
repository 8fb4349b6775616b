/* results.c - RESULTS.md: what ran against what, requirement by requirement,
 * and what no scenario covers, as plainly.
 *
 * One block per system under test between two marks; a run replaces its own.
 * No times, no seeds: the file changes when the results do.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/file.h"
#include "report/report.h"
#include "report/write.h"

static const char HEAD[] =
	"# Results\n\n"
	"Written by `fedlab run` (`make conformance`, `make conformance-prosody`, `make conformance-ejabberd`); "
	"not edited by hand. "
	"Each block says which suite it\n"
	"was made with; `make lint` refuses a block of another suite, or with another adapter. "
	"What the words mean: docs/words.md, docs/results.md.\n";

#define ADAPTERS "| adapter | SHA-256 of its folder |\n|---|---|\n"
#define RESULTS_MOST ((size_t)16 << 20)

/* --- reading what is there --------------------------------------------------------- */

struct block {
	struct view name, digest, all;
};

/* The next block from *at on; false: none is left. */
static bool next_block(struct view text, size_t *at, struct block *out)
{
	struct view rest = view_from(text, *at), head, end = VIEW("<!-- end -->\n");
	size_t from = view_find(rest, VIEW("<!-- sut ")), to;

	if (from == rest.n)
		return false;
	rest = view_from(rest, from);
	to = view_find(rest, end);
	out->all = (struct view){ rest.p, to == rest.n ? to : to + end.n };
	head = view_from(rest, strlen("<!-- sut "));
	view_cut(head, ' ', &out->name, &head);
	view_cut(head, ' ', &out->digest, &head);
	*at = (size_t)(out->all.p - text.p) + out->all.n;
	return true;
}

/* --- writing ------------------------------------------------------------------------- */

static void counts(struct buf *b, const struct run *r)
{
	static const struct {
		enum verdict v;
		const char *words;
	} row[] = {
		{ VERDICT_PASS, "passed" },
		{ VERDICT_FAIL, "failed" },
		{ VERDICT_XFAIL, "failed as declared" },
		{ VERDICT_XPASS, "declared to fail, yet passed" },
		{ VERDICT_INCONC, "inconclusive" },
		{ VERDICT_ERROR, "errors of the harness" },
		{ VERDICT_NA, "not applicable" },
	};

	buf_puts(b, "| cases | |\n|---|---|\n");
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
		buf_printf(b, "| %s | %zu |\n", row[i].words, r->count[row[i].v]);
}

static void coverage(struct buf *b, const struct run *r)
{
	static const char *const catalogues[] = { "xmpp", "sip", "lync", "fedlab" };

	buf_puts(b, "\n| catalogue | rows | excluded | proved by a scenario | applicable here | run | passed |\n"
	            "|---|---|---|---|---|---|---|\n");
	for (size_t k = 0; k < sizeof catalogues / sizeof catalogues[0]; k++) {
		size_t rows = 0, excluded = 0, claimed = 0, applicable = 0, ran = 0, passed = 0;

		for (size_t i = 0; i < r->n_requirement; i++) {
			const struct requirement_result *q = &r->requirement[i];

			if (strcmp(q->requirement->catalogue, catalogues[k]) != 0)
				continue;
			rows++;
			excluded += q->requirement->clause != NULL;
			claimed += q->claimed;
			applicable += q->applicable;
			ran += q->n_by > 0;
			passed += q->n_by > 0 && q->verdict == VERDICT_PASS;
		}
		buf_printf(b, "| %s | %zu | %zu | %zu | %zu | %zu | %zu |\n", catalogues[k], rows,
		           excluded, claimed, applicable, ran, passed);
	}
}

static void by_ids(struct buf *b, const struct requirement_result *q)
{
	if (q->everywhere) {
		buf_printf(b, "the judge, in %zu cases", q->n_by);
		return;
	}
	for (size_t i = 0; i < q->n_by; i++)
		buf_printf(b, "%s%s", i == 0 ? "" : " ", q->by[i]->id);
}

static void requirements(struct buf *b, const struct run *r)
{
	buf_puts(b, "\n| requirement | level | verdict | cases |\n|---|---|---|---|\n");
	for (size_t i = 0; i < r->n_requirement; i++) {
		const struct requirement_result *q = &r->requirement[i];

		if (!q->claimed)
			continue;
		buf_printf(b, "| %s | %s | %s | ", q->requirement->id, q->requirement->level,
		           q->n_by > 0       ? verdict_word(q->verdict)
		           : q->applicable ? "not reached"
		                           : "not applicable");
		by_ids(b, q);
		buf_puts(b, " |\n");
	}
}

static void not_passed(struct buf *b, const struct run *r)
{
	bool any = false;

	for (size_t i = 0; i < r->n_result; i++) {
		const struct case_result *c = &r->result[i];

		if (c->verdict == VERDICT_PASS || c->verdict == VERDICT_NA)
			continue;
		if (!any)
			buf_puts(b, "\n| case | verdict | why |\n|---|---|---|\n");
		any = true;
		buf_printf(b, "| %s | %s | ", c->case_->id, verdict_word(c->verdict));
		write_escaped(b, c->reason);
		buf_puts(b, " |\n");
	}
}

static void not_applicable(struct buf *b, const struct run *r)
{
	if (r->count[VERDICT_NA] == 0)
		return;
	buf_puts(b, "\nNot applicable:\n\n| case | why |\n|---|---|\n");
	for (size_t i = 0; i < r->n_result; i++)
		if (r->result[i].verdict == VERDICT_NA && !r->result[i].canary) {
			buf_printf(b, "| %s | ", r->result[i].case_->id);
			write_escaped(b, r->result[i].reason);
			buf_puts(b, " |\n");
		}
}

static bool is_open(const struct requirement_result *q)
{
	return !q->claimed && q->requirement->clause == NULL;
}

static bool is_excluded(const struct requirement_result *q)
{
	return q->requirement->clause != NULL;
}

static void not_covered(struct buf *b, const struct run *r, const char *what,
                        bool (*is)(const struct requirement_result *q))
{
	const char *spec = "";
	size_t n = 0;

	for (size_t i = 0; i < r->n_requirement; i++)
		n += is(&r->requirement[i]);
	buf_printf(b, "\n%s %zu:\n", what, n);
	for (size_t i = 0; i < r->n_requirement; i++) {
		const struct requirement *q = r->requirement[i].requirement;

		if (!is(&r->requirement[i]))
			continue;
		if (strcmp(spec, q->spec) != 0)
			buf_printf(b, "\n- %s:", q->spec);
		spec = q->spec;
		buf_printf(b, " %s", q->id);
	}
	buf_putc(b, '\n');
}

/* As summary.json has them; who changes one of these folders changes the experiment. */
static void adapters(struct buf *b, const struct run *r)
{
	buf_puts(b, ADAPTERS);
	buf_printf(b, "| %s | %s |\n", r->sut.name, r->sut.adapter);
	for (size_t i = 0; i < r->n_peer; i++)
		buf_printf(b, "| %s | %s |\n", r->peer[i].name, r->peer[i].adapter);
	buf_putc(b, '\n');
}

static void block(struct buf *b, const struct run *r)
{
	buf_printf(b, "<!-- sut %s %s -->\n## %s (profile %s)\n\nPartners: ", r->sut.name,
	           r->suite_digest, r->sut.version, r->sut.name);
	for (size_t i = 0; i < r->n_peer; i++)
		buf_printf(b, "%s (%s), ", r->peer[i].version, r->peer[i].name);
	buf_puts(b, "and scripted ones.\n\n");
	adapters(b, r);
	counts(b, r);
	coverage(b, r);
	not_passed(b, r);
	requirements(b, r);
	not_applicable(b, r);
	not_covered(b, r, "Excluded by scenarios/requirements/excluded.tsv, with clause and reason:",
	            is_excluded);
	not_covered(b, r, "No scenario proves, and nothing excludes:", is_open);
	buf_puts(b, "<!-- end -->\n");
}

bool report_results_md(const struct run *r, const char *path, struct fault *f)
{
	struct buf old = { 0 }, out = { 0 };
	struct fault none = { 0 };
	struct block at;
	bool written = false;

	/* A file that is not there has no blocks. */
	if (!file_read(path, RESULTS_MOST, &old, &none))
		buf_clear(&old);
	fault_free(&none);
	buf_puts(&out, HEAD);
	for (size_t pos = 0; next_block(buf_view(&old), &pos, &at);) {
		buf_putc(&out, '\n');
		if (view_is(at.name, r->sut.name)) {
			block(&out, r);
			written = true;
		} else {
			buf_putv(&out, at.all);
		}
	}
	if (!written) {
		buf_putc(&out, '\n');
		block(&out, r);
	}
	buf_free(&old);
	return write_file(path, &out, f);
}

bool report_results_current(const char *path, const char *suite_digest, struct fault *f)
{
	struct buf text = { 0 };
	struct block at;
	bool ok = file_read(path, RESULTS_MOST, &text, f);
	size_t n = 0;

	for (size_t pos = 0; ok && next_block(buf_view(&text), &pos, &at); n++)
		if (!view_is(at.digest, suite_digest))
			ok = fault_set(f, path, 0, 0,
			               "the results of %.*s are of another suite: run it again",
			               VIEW_ARG(at.name));
	if (ok && n == 0)
		ok = fault_set(f, path, 0, 0, "holds no results: run `make conformance`");
	buf_free(&text);
	return ok;
}

/* "| NAME | DIGEST |"; false: it is no such row. */
static bool read_row(struct view line, char **name, char **digest)
{
	struct view first, second, rest;

	if (!view_starts(line, VIEW("| ")) || !view_cut(view_from(line, 2), '|', &first, &rest) ||
	    !view_cut(rest, '|', &second, &rest))
		return false;
	*name = view_dup(view_trim(first));
	*digest = view_dup(view_trim(second));
	return true;
}

bool report_results_adapters(const char *path,
                             bool (*fn)(void *arg, const char *sut, const char *name,
                                        const char *digest),
                             void *arg)
{
	struct buf text = { 0 };
	struct fault none = { 0 };
	struct block at;
	bool goes_on = true;

	if (!file_read(path, RESULTS_MOST, &text, &none))
		buf_clear(&text);
	fault_free(&none);
	for (size_t pos = 0; goes_on && next_block(buf_view(&text), &pos, &at);) {
		struct view rest = view_from(at.all, view_find(at.all, VIEW(ADAPTERS))), line;
		char *sut = view_dup(at.name), *name, *digest;

		rest = view_from(rest, rest.n > 0 ? sizeof ADAPTERS - 1 : 0);
		while (goes_on && rest.n > 0 && (view_cut(rest, '\n', &line, &rest), true) &&
		       read_row(line, &name, &digest)) {
			goes_on = fn(arg, sut, name, digest);
			free(name);
			free(digest);
		}
		free(sut);
	}
	buf_free(&text);
	return goes_on;
}
