/* command_coverage.c - which rows of the catalogues a scenario proves, which are
 * excluded, and which are open, level by level. */
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "run/commands.h"
#include "run/run.h"

static const char *const levels[] = { "MUST", "MUST NOT", "SHOULD", "SHOULD NOT", "MAY" };

struct rows {
	size_t all, excluded, proved;
};

static void count(struct rows *n, const struct requirement_result *q)
{
	n->all++;
	n->excluded += q->requirement->clause != NULL;
	n->proved += q->claimed && q->requirement->clause == NULL;
}

/* Of what is not excluded, in hundredths; all of nothing is all. */
static void print(const char *catalogue, const char *level, const struct rows *n)
{
	size_t due = n->all - n->excluded;

	if (n->all == 0)
		return;
	printf("%-8s %-11s %5zu %9zu %7zu %5zu %6zu %%\n", catalogue, level, n->all,
	       n->excluded, n->proved, due - n->proved, due == 0 ? 100 : n->proved * 100 / due);
}

static bool is_asked(int argc, char **argv, const char *catalogue)
{
	for (int i = 0; i < argc; i++)
		if (strcmp(argv[i], catalogue) == 0)
			return true;
	return argc == 0;
}

static void table(const struct run *r, const char *catalogue)
{
	struct rows sum = { 0 };

	for (size_t k = 0; k < sizeof levels / sizeof levels[0]; k++) {
		struct rows n = { 0 };

		for (size_t i = 0; i < r->n_requirement; i++) {
			const struct requirement *q = r->requirement[i].requirement;

			if (strcmp(q->catalogue, catalogue) == 0 &&
			    strcmp(q->level, levels[k]) == 0)
				count(&n, &r->requirement[i]);
		}
		print(catalogue, levels[k], &n);
		sum.all += n.all;
		sum.excluded += n.excluded;
		sum.proved += n.proved;
	}
	print(catalogue, "", &sum);
}

static void open_rows(const struct run *r, const char *catalogue)
{
	for (size_t i = 0; i < r->n_requirement; i++) {
		const struct requirement *q = r->requirement[i].requirement;

		if (strcmp(q->catalogue, catalogue) == 0 && !r->requirement[i].claimed &&
		    q->clause == NULL)
			printf("%-20s %-10s %s\n", q->id, q->level, q->text);
	}
}

/* The catalogues in the order in which they were read. */
static void each(const struct run *r, int argc, char **argv,
                 void (*fn)(const struct run *r, const char *catalogue))
{
	const char *last = "";

	for (size_t i = 0; i < r->n_requirement; i++) {
		const char *here = r->requirement[i].requirement->catalogue;

		if (strcmp(last, here) != 0 && is_asked(argc, argv, here))
			fn(r, here);
		last = here;
	}
}

static bool are_catalogues(const struct run *r, int argc, char **argv)
{
	for (int i = 0; i < argc; i++) {
		bool known = false;

		for (size_t k = 0; k < r->n_requirement && !known; k++)
			known = strcmp(r->requirement[k].requirement->catalogue, argv[i]) == 0;
		if (!known) {
			fprintf(stderr, "fedlab: \"%s\" is no catalogue\n", argv[i]);
			return false;
		}
	}
	return true;
}

int command_coverage(int argc, char **argv)
{
	bool open = argc > 0 && strcmp(argv[0], "--open") == 0;
	struct lab lab;
	struct run r = { 0 };
	int status = 0;

	if (!lab_load(&lab, "scenarios"))
		return 2;
	argc -= open;
	argv += open;
	r.catalogue = lab.catalogue;
	r.suite = &lab.suite;
	run_sum_up(&r);
	if (!are_catalogues(&r, argc, argv)) {
		status = 2;
	} else if (open) {
		each(&r, argc, argv, open_rows);
	} else {
		printf("%-8s %-11s %5s %9s %7s %5s %8s\n", "", "", "rows", "excluded", "proved",
		       "open", "proved");
		each(&r, argc, argv, table);
	}
	run_free_sums(&r);
	lab_free(&lab);
	return status;
}
