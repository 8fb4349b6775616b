/* command_look.c - what the suite is, without playing it: list, lint, explain. */
#include <stdlib.h>
#include <string.h>

#include "run/commands.h"
#include "run/digest.h"
#include "run/run.h"

static void print_words(const char *title, const struct words *w)
{
	if (w->n == 0)
		return;
	printf("  %-9s", title);
	for (size_t i = 0; i < w->n; i++)
		printf("%s%s", i == 0 ? "" : " ", w->item[i].text);
	putchar('\n');
}

int command_list(int argc, char **argv)
{
	struct selection s = { 0 };
	struct fault f = { 0 };
	struct lab lab;
	size_t asked = 0;

	if (!lab_load(&lab, "scenarios"))
		return 2;
	if (!select_cases(&lab, argv, (size_t)argc, &s, &f)) {
		lab_free(&lab);
		return command_failed(&f);
	}
	for (size_t i = 0; i < s.n; i++) {
		if (!s.asked[i])
			continue;
		asked++;
		printf("%-12s %s%s%s\n", s.item[i]->id, s.item[i]->scenario->title,
		       s.item[i]->why != NULL ? ": " : "",
		       s.item[i]->why != NULL ? s.item[i]->why : "");
	}
	printf("%zu cases", asked);
	if (asked < s.n)
		printf(", and %zu as their controls", s.n - asked);
	putchar('\n');
	selection_free(&s);
	lab_free(&lab);
	return 0;
}

/* What a file names beside itself: controls and mutants. */
static bool names_what_is_there(const struct lab *lab, const struct scenario *s,
                                struct fault *f)
{
	for (size_t i = 0; i < s->control.n; i++) {
		const struct word *w = &s->control.item[i];

		if (strcmp(w->text, "none") != 0 && strcmp(w->text, "self") != 0 &&
		    suite_find(&lab->suite, w->text) == NULL)
			return fault_set(f, s->file, w->line, w->column,
			                 "control: there is no scenario \"%s\"", w->text);
	}
	return lab_check_kills(lab, s);
}

static int lint_files(const struct lab *lab, int n, char **files)
{
	struct fault f = { 0 };
	int status = 0;

	for (int i = 0; i < n; i++) {
		struct scenario *s = scenario_load(files[i], lab->catalogue, &f);

		if (s != NULL && names_what_is_there(lab, s, &f))
			printf("%s: ok\n", files[i]);
		else
			status = 2;
		if (f.text != NULL) {
			fault_print(&f, stderr);
			fputc('\n', stderr);
			fault_free(&f);
		}
		scenario_free(&s);
	}
	return status;
}

/* Another adapter is another experiment. */
static bool is_of_this_tree(void *arg, const char *sut, const char *name, const char *digest)
{
	struct buf folder = { 0 };
	char now[DIGEST_SIZE];
	bool ok;

	buf_printf(&folder, "peers/%s", name);
	ok = digest_folder(buf_cstr(&folder), NULL, now, arg) &&
	     (strcmp(now, digest) == 0 ||
	      fault_set(arg, "RESULTS.md", 0, 0,
	                "the results of %s are with another adapter than peers/%s is: run it again", sut, name));
	buf_free(&folder);
	return ok;
}

int command_lint(int argc, char **argv)
{
	struct fault f = { 0 };
	struct lab lab;
	size_t cases = 0, steps = 0;
	int status = 0;

	if (!lab_load(&lab, "scenarios"))
		return 2;
	if (argc > 0) {
		status = lint_files(&lab, argc, argv);
		lab_free(&lab);
		return status;
	}
	for (size_t i = 0; i < lab.suite.n; i++) {
		cases += lab.suite.item[i]->n_cases;
		for (size_t k = 0; k < lab.suite.item[i]->n_cases; k++)
			steps += lab.suite.item[i]->cases[k]->n_step;
	}
	if (!lab_check_mutants(&lab))
		status = 2;
	if (!report_results_current("RESULTS.md", lab.suite_digest, &f))
		status = command_failed(&f);
	else if (!report_results_adapters("RESULTS.md", is_of_this_tree, &f))
		status = command_failed(&f);
	if (status == 0)
		printf("%zu scenarios, %zu cases, %zu steps: ok\n", lab.suite.n, cases, steps);
	lab_free(&lab);
	return status;
}

static void explain_scenario(const struct lab *lab, const struct scenario *s)
{
	printf("%s  %s\n  file     %s\n", s->id.text, s->title, s->file);
	for (size_t i = 0; i < s->proves.n; i++) {
		const struct requirement *q =
			requirement_find(lab->catalogue, view_of(s->proves.item[i].text));

		if (q != NULL)
			printf("  proves   %s (%s %s, %s): %s\n", q->id, q->spec, q->section,
			       q->level, q->text);
	}
	print_words("control", &s->control);
	print_words("kills", &s->kills);
	if (s->n_cases > 1)
		for (size_t i = 0; i < s->n_cases; i++)
			printf("  case     %s  %s\n", s->cases[i]->id,
			       s->cases[i]->why != NULL ? s->cases[i]->why : "");
}

static void explain_requirement(const struct lab *lab, const struct requirement *q)
{
	size_t n = 0;

	printf("%s  %s %s, %s, %s\n  %s\n", q->id, q->spec, q->section, q->level, q->role, q->text);
	for (size_t i = 0; i < lab->suite.n; i++) {
		const struct scenario *s = lab->suite.item[i];

		for (size_t k = 0; k < s->proves.n; k++)
			if (strcmp(s->proves.item[k].text, q->id) == 0) {
				printf("  proved by %s  %s\n", s->id.text, s->title);
				n++;
			}
	}
	if (judge_claims(q->id)) {
		puts("  proved by the judge, in every case that shows it");
		n++;
	}
	if (q->clause != NULL)
		printf("  excluded   %s: %s\n", q->clause, q->reason);
	else if (n == 0)
		puts("  no scenario proves it");
}

int command_explain(int argc, char **argv)
{
	struct lab lab;
	struct fault f = { 0 };
	struct selection s = { 0 };
	const struct requirement *q;
	const struct scenario *sc;
	int status = 0;

	if (argc != 1) {
		fputs("usage: fedlab explain ID|REQUIREMENT\n", stderr);
		return 2;
	}
	if (!lab_load(&lab, "scenarios"))
		return 2;
	q = requirement_find(lab.catalogue, view_of(argv[0]));
	sc = suite_find(&lab.suite, argv[0]);
	if (sc != NULL)
		explain_scenario(&lab, sc);
	else if (q != NULL)
		explain_requirement(&lab, q);
	else if (!select_cases(&lab, argv, 1, &s, &f)) /* for its words */
		status = command_failed(&f);
	else
		for (size_t i = 0; i < s.n; i++)
			if (s.asked[i] && s.item[i] == s.item[i]->scenario->cases[0])
				explain_scenario(&lab, s.item[i]->scenario);
	selection_free(&s);
	lab_free(&lab);
	return status;
}
