/* run.h - a selection of cases played side by side, judged, summed up.
 *
 * Not here: playing one case (cast/play.h), judging one (judge/judge.h),
 * writing reports (report/report.h).
 */
#ifndef HARNESS_RUN_H
#define HARNESS_RUN_H

#include "report/report.h"
#include "world/profile.h"

struct lab {			/* what every command needs, loaded once */
	struct catalogue *catalogue;
	struct suite suite;
	char suite_digest[65];
};

/* Loads the scenarios below a folder, and the catalogues of scenarios/; every fault is
 * printed to standard error.  False: there was one. */
bool lab_load(struct lab *lab, const char *scenarios);
void lab_free(struct lab *lab);

/* Every name in a `kills` line is a mutant, and every mutant is named by one; critical
 * rows are broken by mutants that die of it (critical.h).  What is wrong is printed to
 * standard error. */
bool lab_check_mutants(const struct lab *lab);
/* Only that what `s` kills is a mutant. */
bool lab_check_kills(const struct lab *lab, const struct scenario *s);

struct run_options {
	const char *sut;		/* profile; "ref-edge" */
	const char *scenarios;		/* folder; "scenarios" */
	char *const *select;		/* ids, chapters, requirements, programs; n 0: all */
	size_t n_select;
	unsigned jobs;			/* 0: one per processor */
	uint64_t seed;
	bool keep;			/* directories of passed cases stay */
	bool pcap;
	bool quiet;			/* no progress */
	const char *out;		/* "build/results" */
	bool no_results;		/* RESULTS.md stays as it is */
};

/* Which cases does `select` name?  Controls of what is named come with it.  A
 * word that names nothing is a fault with the nearest known word. */
struct selection {
	const struct case_ **item;
	bool *asked;			/* named, not only a control */
	size_t n;
};
bool select_cases(const struct lab *lab, char *const *words, size_t n,
                  struct selection *out, struct fault *f);
/* Adds the canaries: they run with every selection. */
void select_canaries(const struct lab *lab, struct selection *s);
void selection_free(struct selection *s);

/* Plays and judges.  False and *f: the harness could not work at all.  The
 * verdicts are final: controls and known deviations have been applied.
 * OUT/authority holds the certificate authority of the run thereafter. */
bool run_cases(const struct lab *lab, const struct run_options *o,
               struct run *out, struct fault *f);
void run_free(struct run *r);

/* 0 all passed or failed as declared, 1 a failure, 2 error or unexpected
 * pass, 3 inconclusive or nothing ran. */
int run_exit_status(const struct run *r);

#endif
