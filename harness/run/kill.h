/* kill.h - is what became of a case the death of a mutant?
 *
 * Killed means a difference: in the same run, with the same seed, the healthy
 * reference passes the case, and the mutant fails it in a step that carries a
 * requirement which the mutant says it breaks.  Any other end (an error of the
 * harness, inconclusive, a crash, another requirement) is none.
 */
#ifndef HARNESS_RUN_KILL_H
#define HARNESS_RUN_KILL_H

#include "run/mutant.h"

struct kill {
	const char *requirement; /* lent by the mutant */
	enum fail_class class_;
	unsigned step;
};

/* Does a step of the case carry a requirement that the mutant breaks?  A case
 * without one cannot kill it and need not be played. */
bool kill_is_possible(const struct mutant *m, const struct case_ *c);

/* The first failed step that counts.  `healthy` is the reference's result. */
bool kill_find(const struct mutant *m, const struct case_result *healthy,
               const struct case_result *mutated, struct kill *out);

/* How long each step of the case may last on a mutant (milliseconds, n_step of
 * them): at least a second, a fifth of what its `within` allows (who gives a step
 * long, knows that it is slow), and ten times what it took the reference in this
 * history.  So a wait that is cut short says no more than that an answer is ten
 * times late. */
void kill_longest(const struct case_ *c, const struct history *healthy, uint64_t *ms);

#endif
