#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/buf.h"
#include "run/commands.h"
#include "run/interrupt.h"
#include "run/options.h"
#include "run/sut.h"

enum { NAMED_MOST = 6 };

static void show_failure(const struct run *r, const struct case_result *c)
{
	bool color = isatty(STDOUT_FILENO) == 1;
	struct buf repeat = { 0 }, path = { 0 };
	struct history h = { 0 };
	struct fault f = { 0 };

	/* As it was called, so that it can be pasted. */
	record_repeat(r, program_invocation_name, c->case_->scenario->id.text, &repeat);
	buf_printf(&path, "%s/events.jsonl", c->dir != NULL ? c->dir : "");
	if (c->judged.n_finding == 0 || !history_read(buf_cstr(&path), &h, &f)) {
		/* The harness failed before there was evidence. */
		printf("\n%s  %s: %s\n  repeat: %s\n", c->case_->id, verdict_word(c->verdict),
		       c->reason != NULL ? c->reason : "", buf_cstr(&repeat));
		fault_free(&f);
	} else {
		putchar('\n');
		report_ladder(c->case_, &h, &c->judged, r->catalogue, buf_cstr(&repeat), stdout,
		              color);
		/* What the judge did not say, such as a control that failed. */
		if (c->reason != NULL && c->verdict != c->judged.verdict)
			printf("  %s: %s\n", verdict_word(c->verdict), c->reason);
		history_free(&h);
	}
	buf_free(&repeat);
	buf_free(&path);
}

static bool same_reason(const struct case_result *a, const struct case_result *b)
{
	return a->verdict == VERDICT_NA && b->verdict == VERDICT_NA && a->reason != NULL &&
	       b->reason != NULL && strcmp(a->reason, b->reason) == 0;
}

/* Of a selection: whoever names a case wants to know why it was not played.  Of the whole
 * suite the reports say so. */
static void print_why_not(const struct run *r)
{
	for (size_t i = 0; i < r->n_result; i++) {
		const struct case_result *c = &r->result[i];
		size_t n = 0;
		bool told = c->canary || c->verdict != VERDICT_NA || c->reason == NULL;

		for (size_t k = 0; k < i && !told; k++)
			told = !r->result[k].canary && same_reason(&r->result[k], c);
		if (told)
			continue;
		printf("not applicable:");
		for (size_t k = i; k < r->n_result; k++)
			if (!r->result[k].canary && same_reason(&r->result[k], c) && n++ < NAMED_MOST)
				printf(" %s", r->result[k].case_->id);
		if (n > NAMED_MOST)
			printf(" and %zu more", n - NAMED_MOST);
		printf(": %s\n", c->reason);
	}
}

/* Passed and failed always, the rest where there is any. */
static void print_counts(const struct run *r)
{
	static const struct {
		enum verdict verdict;
		const char *words;
		bool always;
	} order[] = {
		{ VERDICT_PASS, "passed", true },
		{ VERDICT_FAIL, "failed", true },
		{ VERDICT_XFAIL, "failed as declared", false },
		{ VERDICT_XPASS, "unexpectedly passed", false },
		{ VERDICT_INCONC, "inconclusive", false },
		{ VERDICT_ERROR, "error", false },
		{ VERDICT_NA, "not applicable", false },
	};

	printf("%s %s:", r->sut.name, r->sut.version);
	for (size_t i = 0; i < sizeof order / sizeof order[0]; i++)
		if (order[i].always || r->count[order[i].verdict] > 0)
			printf("%s %zu %s%s", i == 0 ? "" : ",", r->count[order[i].verdict],
			       order[i].words,
			       order[i].verdict == VERDICT_ERROR && r->count[VERDICT_ERROR] != 1 ? "s" : "");
	printf("; seed %016" PRIx64 "\n", r->seed);
}

static void show(const struct run *r, const struct run_options *o)
{
	for (size_t i = 0; i < r->n_result; i++) {
		enum verdict v = r->result[i].verdict;

		if (v != VERDICT_PASS && v != VERDICT_NA && v != VERDICT_XFAIL)
			show_failure(r, &r->result[i]);
	}
	if (!o->quiet && isatty(STDOUT_FILENO) == 1)
		report_tree(r, stdout, true);
	if (r->interrupted != 0) {
		printf("interrupted: %zu of %zu cases were played; their evidence is in "
		       "%s/cases, "
		       "no report was written\n",
		       r->n_result, r->n_result + r->unplayed, o->out);
	}
	if (r->interrupted == 0 && r->unplayed > 0)
		printf("stopped: a canary did not end as it must, so that no verdict could be trusted; "
		       "%zu cases were not played\n",
		       r->unplayed);
	if (o->n_select > 0)
		print_why_not(r);
	print_counts(r);
	if (!o->quiet && r->interrupted == 0 && isatty(STDOUT_FILENO) == 1)
		printf("to read and to look at: %s/report.html\n", o->out);
}

static bool write_reports(const struct run *r, const struct run_options *o, struct fault *f)
{
	static const struct {
		const char *name;
		bool (*write)(const struct run *, const char *, struct fault *);
	} reports[] = {
		{ "summary.json", report_summary },
		{ "junit.xml", report_junit },
		{ "results.tap", report_tap },
		{ "report.html", report_html },
	};
	struct buf path = { 0 };
	bool ok = true;

	for (size_t i = 0; i < sizeof reports / sizeof reports[0] && ok; i++) {
		buf_clear(&path);
		buf_printf(&path, "%s/%s", o->out, reports[i].name);
		ok = reports[i].write(r, buf_cstr(&path), f);
	}
	/* A selection says nothing about the whole; nor has this tree anything to say of a
	 * product that lies elsewhere, whose name one of its own may have, too. */
	if (ok && r->whole && !o->no_results && !sut_is_path(o->sut))
		ok = report_results_md(r, "RESULTS.md", f);
	buf_free(&path);
	return ok;
}

int command_run(int argc, char **argv)
{
	struct run_options o;
	struct fault f = { 0 };
	struct lab lab;
	struct run r = { 0 };
	int status, interrupted = 0;

	if (!options_read(argc, argv, &o, &f)) {
		options_free(&o);
		return command_failed(&f);
	}
	if (!lab_load(&lab, o.scenarios)) {
		options_free(&o);
		return 2;
	}
	if (!run_cases(&lab, &o, &r, &f)) {
		status = command_failed(&f);
	} else {
		status = run_exit_status(&r);
		interrupted = r.interrupted;
		/* First: what reads our output may have enough of it (SIGPIPE). */
		if (interrupted == 0 && !write_reports(&r, &o, &f))
			status = 2;
		show(&r, &o);
		if (f.text != NULL)
			command_failed(&f);
	}
	run_free(&r);
	lab_free(&lab);
	options_free(&o);
	if (interrupted != 0)
		interrupt_end(interrupted);
	return status;
}

void command_run_options(FILE *to)
{
	options_print(to);
}
