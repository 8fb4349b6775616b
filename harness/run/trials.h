/* trials.h - each claim "this scenario kills that mutant", put to the test.
 *
 * Of a scenario those cases are played that carry a requirement which the
 * mutant breaks, one after the other until one kills it; claims are tried
 * side by side.  Waits are shortened by what the reference took (kill.h), and
 * the reference plays the same cases under the same waits: it must survive.
 */
#ifndef HARNESS_RUN_TRIALS_H
#define HARNESS_RUN_TRIALS_H

#include "run/jobs.h"
#include "run/kill.h"

struct claim {
	const struct scenario *scenario;
	const struct mutant *mutant; /* NULL: the reference, which no case may kill */
	const struct case_ *by;      /* that killed it; NULL: the claim does not hold */
	struct kill kill;
	char *instead; /* what the last case ended as; NULL: none was played */
	bool untried;            /* the system does not play the scenario: not applicable */
	/* trials.c's own */
	size_t next; /* case */
	enum { CLAIM_OPEN, CLAIM_PLAYING, CLAIM_DECIDED } state;
	struct job job;
	struct case_result result;
	uint64_t *longest_ms;
	char *bin;
};

struct trials {
	struct claim *claim; /* those of a mutant side by side, in its order */
	size_t n;
	size_t played; /* cases */
};

struct trial_settings {
	const struct lab *lab;
	const struct mutants *mutants;
	const struct run *healthy; /* the reference's, just now */
	struct ground ground;      /* out: where mutants' cases go, one folder each */
	unsigned side_by_side;
	bool patient; /* waits are the scenarios' own */
	/* Every claim on this mutant is decided; NULL: those on the reference. */
	void (*decided)(void *arg, const struct trials *t, const struct mutant *m);
	void *arg;
};

/* `tried` says of each mutant whether its claims are tried.  Ends early when a
 * signal comes (interrupt.h).  False and *f: the harness could not. */
bool trials_play(const struct trial_settings *s, const bool *tried, struct trials *out,
                 struct fault *f);
void trials_free(struct trials *t);

#endif
