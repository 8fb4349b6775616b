/* critical.h - is every critical requirement that is proved one whose breach is noticed?
 *
 * A row that the catalogues call critical, and that a scenario proves, is to be broken
 * by a mutant that one of the scenarios proving it kills: else nobody has seen it fail.
 * Not here: whether the mutant dies (trials.h).
 */
#ifndef HARNESS_RUN_CRITICAL_H
#define HARNESS_RUN_CRITICAL_H

#include "run/mutant.h"

/* Calls `fn` for each row of the catalogue for which that is not so, with a scenario
 * that proves it.  Canaries prove nothing. */
void critical_unnoticed(const struct suite *s, const struct catalogue *cat,
                        const struct mutants *m,
                        void (*fn)(void *arg, const struct requirement *q,
                                   const struct scenario *by),
                        void *arg);

#endif
