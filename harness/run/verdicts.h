/* verdicts.h - from what the judge said of each case to final verdicts.
 *
 * A refusal counts only beside a control that passed in the same run: a system
 * that refuses everybody refuses the forged one too.  A failure that the
 * profile declares (requirement and class) is expected, and so is that steps
 * behind it are not reached; what is inconclusive for another reason stays so.
 * One that no longer happens is an unexpected pass.
 */
#ifndef HARNESS_RUN_VERDICTS_H
#define HARNESS_RUN_VERDICTS_H

#include "run/run.h"

/* Canaries: the verdict becomes PASS when the case ended as its `canary` line
 * says, else ERROR. */
void verdicts_apply_canaries(struct run *r);
void verdicts_apply_known(struct run *r, const struct profile *sut);
/* Did the case fail in nothing but what the profile declares? */
bool verdict_is_declared(const struct case_result *c, const struct profile *sut);
void verdicts_apply_controls(struct run *r);

/* Sets the final verdict and its reason (printf). */
void verdict_set(struct case_result *c, enum verdict v, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

#endif
