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
	double most; /* percent of a kind of damage that may go unnoticed */
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

static void unnoticed(void *arg, unsigned line, const char *what)
{
	const struct case_ *c = arg;

	printf("%s:%u: unnoticed in %s: %s\n", c->scenario->file, line, c->id, what);
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
		damage_try(c, &h, &a->score, unnoticed, (void *)(uintptr_t)c);
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
	n = scandir(dir, &entry, visible, alphasort);
	if (n < 0)
		return fault_set(f, dir, 0, 0, "is no directory of event logs");
	for (int i = 0; i < n; i++) {
		if (ok) {
			snprintf(path, sizeof path, "%s/%s/events.jsonl", dir,
			         entry[i]->d_name);
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

static double percent(size_t n, size_t of)
{
	return of == 0 ? 0.0 : 100.0 * (double)n / (double)of;
}

/* False: more of some kind went unnoticed than may. */
static bool print_score(const struct damage_score *s, double most)
{
	size_t made = 0, missed = 0;
	bool ok = true;

	for (enum damage d = 0; d < DAMAGE_KINDS; d++) {
		double share = percent(s->unnoticed[d], s->made[d]);

		printf("  %-8s %6zu made, %5zu unnoticed (%.2f %%)\n", damage_word(d),
		       s->made[d], s->unnoticed[d], share);
		made += s->made[d];
		missed += s->unnoticed[d];
		if (share > most) {
			printf("  %s: at most %.2f %% may go unnoticed\n", damage_word(d),
			       most);
			ok = false;
		}
	}
	printf("damage: %zu histories, %zu unnoticed (%.2f %%)\n", made, missed,
	       percent(missed, made));
	return ok;
}

/* Takes the options off the front.  False and *f: there is a wrong one. */
static bool read_options(int *argc, char ***argv, struct again *a, struct fault *f)
{
	for (; *argc > 0 && (*argv)[0][0] == '-'; --*argc, ++*argv) {
		char *end;

		if (strcmp((*argv)[0], "--damage") == 0) {
			a->damage = true;
			continue;
		}
		if (strcmp((*argv)[0], "--at-most") != 0)
			return fault_set(
			        f, NULL, 0, 0,
			        "unknown option \"%s\" of judge; there are --damage and "
			        "--at-most PERCENT",
			        (*argv)[0]);
		if (*argc == 1)
			return fault_set(f, NULL, 0, 0, "--at-most needs a value: PERCENT");
		a->most = strtod((*argv)[1], &end);
		if (end == (*argv)[1] || *end != '\0' || !(a->most >= 0.0))
			return fault_set(f, NULL, 0, 0,
			                 "--at-most %s: a share in percent is needed",
			                 (*argv)[1]);
		--*argc, ++*argv;
	}
	return true;
}

int command_judge(int argc, char **argv)
{
	struct fault f = { 0 };
	struct lab lab;
	struct again a = { .lab = &lab, .most = 100.0 };
	static char *fallback[] = { "build/results/cases" };
	size_t seen = 0;
	int status = 0;

	if (!read_options(&argc, &argv, &a, &f))
		return command_failed(&f);
	if (argc == 0) {
		argc = 1;
		argv = fallback;
	}
	if (!lab_load(&lab, "scenarios"))
		return 2;
	for (int i = 0; i < argc && status == 0; i++)
		if (!judge_tree(&a, argv[i], &f))
			status = command_failed(&f);
	for (enum verdict v = 0; v <= VERDICT_ERROR; v++)
		seen += a.count[v];
	if (status == 0 && a.damage && !print_score(&a.score, a.most))
		status = 1;
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
