/* command_judge.c - old evidence judged again, or damaged to try the judge. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "judge/damage.h"
#include "run/commands.h"
#include "run/run.h"

struct again {
	const struct lab *lab;
	size_t count[VERDICT_ERROR + 1];
	bool damage;
	struct damage_score score;
};

static const struct case_ *case_named(const struct lab *lab, const char *id)
{
	for (size_t i = 0; i < lab->suite.n; i++)
		for (size_t k = 0; k < lab->suite.item[i]->n_cases; k++)
			if (strcmp(lab->suite.item[i]->cases[k]->id, id) == 0)
				return lab->suite.item[i]->cases[k];
	return NULL;
}

static void unnoticed(void *arg, const char *what)
{
	printf("  unnoticed in %s: %s\n", (const char *)arg, what);
}

/* One directory with an events.jsonl.  False and *f: it cannot be read. */
static bool judge_dir(struct again *a, const char *dir, struct fault *f)
{
	char path[4096];
	struct history h = { 0 };
	struct judgement j = { 0 };
	const struct case_ *c;

	snprintf(path, sizeof path, "%s/events.jsonl", dir);
	if (!history_read(path, &h, f))
		return false;
	if (h.n == 0 || h.event[0].kind != EVENT_CASE || h.event[0].name == NULL) {
		history_free(&h);
		return fault_set(f, path, 1, 0, "does not begin with a case event");
	}
	c = case_named(a->lab, h.event[0].name);
	if (c == NULL) {
		bool ok = fault_set(f, path, 1, 0, "case \"%s\" is not in this suite",
		                    h.event[0].name);

		history_free(&h);
		return ok;
	}
	judge(c, &h, &j);
	if (c->scenario->canary.text == NULL)
		a->count[j.verdict]++;
	if (a->damage && j.verdict == VERDICT_PASS) {
		damage_try(c, &h, &a->score, unnoticed, c->id);
	} else if (!a->damage) {
		printf("%-7s %s\n", verdict_word(j.verdict), c->id);
		for (size_t i = 0; i < j.n_finding; i++)
			if (j.finding[i].verdict != VERDICT_PASS)
				printf("        %s\n", j.finding[i].words);
	}
	judgement_free(&j);
	history_free(&h);
	return true;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int visible(const struct dirent *d)
{
	return d->d_name[0] != '.';
}

/* `dir` is a case's directory, or holds them (build/results/cases). */
static bool judge_tree(struct again *a, const char *dir, struct fault *f)
{
	struct dirent **entry;
	char path[4096];
	FILE *log;
	int n;
	bool ok = true;

	snprintf(path, sizeof path, "%s/events.jsonl", dir);
	log = fopen(path, "r");
	if (log != NULL) {
		fclose(log);
		return judge_dir(a, dir, f);
	}
	n = scandir(dir, &entry, visible, by_name);
	if (n < 0)
		return fault_set(f, dir, 0, 0, "is no directory of event logs");
	for (int i = 0; i < n; i++) {
		if (ok) {
			snprintf(path, sizeof path, "%s/%s/events.jsonl", dir, entry[i]->d_name);
			log = fopen(path, "r");
			if (log != NULL) {
				fclose(log);
				path[strlen(path) - strlen("/events.jsonl")] = '\0';
				ok = judge_dir(a, path, f);
			}
		}
		free(entry[i]);
	}
	free(entry);
	return ok;
}

static void print_score(const struct damage_score *s)
{
	size_t made = 0, missed = 0;

	for (enum damage d = 0; d < DAMAGE_KINDS; d++) {
		printf("  %-8s %6zu made, %5zu unnoticed\n", damage_word(d), s->made[d],
		       s->unnoticed[d]);
		made += s->made[d];
		missed += s->unnoticed[d];
	}
	printf("damage: %zu histories, %zu unnoticed (%.2f %%)\n", made, missed,
	       made == 0 ? 0.0 : 100.0 * (double)missed / (double)made);
}

int command_judge(int argc, char **argv)
{
	struct fault f = { 0 };
	struct lab lab;
	struct again a = { .lab = &lab };
	static char *fallback[] = { "build/results/cases" };
	size_t seen = 0;
	int status = 0;

	if (argc > 0 && strcmp(argv[0], "--damage") == 0) {
		a.damage = true;
		argc--, argv++;
	}
	if (argc > 0 && argv[0][0] == '-') {
		fprintf(stderr, "fedlab: unknown option \"%s\" of judge; --damage is the only one\n",
		        argv[0]);
		return 2;
	}
	if (argc == 0) {
		argc = 1;
		argv = fallback;
	}
	if (!lab_load(&lab))
		return 2;
	for (int i = 0; i < argc && status == 0; i++)
		if (!judge_tree(&a, argv[i], &f)) {
			fputs("fedlab: ", stderr);
			fault_print(&f, stderr);
			fputc('\n', stderr);
			fault_free(&f);
			status = 2;
		}
	for (enum verdict v = 0; v <= VERDICT_ERROR; v++)
		seen += a.count[v];
	if (status == 0 && a.damage)
		print_score(&a.score);
	if (status == 0 && seen == 0) {
		fputs("fedlab: no event log to judge: a case's folder has an events.jsonl\n",
		      stderr);
		status = 3;
	}
	if (status == 0 && a.count[VERDICT_ERROR] > 0)
		status = 2;
	else if (status == 0 && a.count[VERDICT_FAIL] > 0 && !a.damage)
		status = 1;
	lab_free(&lab);
	return status;
}
