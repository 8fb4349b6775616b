/* explain.h - what a finding means, for both ladders.
 */
#ifndef HARNESS_REPORT_EXPLAIN_H
#define HARNESS_REPORT_EXPLAIN_H

#include "judge/judge.h"

/* Its step; NULL: it is about none. */
const struct step *finding_step(const struct case_ *c, const struct finding *f);

/* Its words without the step and the class, which stand beside them. */
const char *finding_words(const struct case_ *c, const struct finding *f);

/* The case ended before its step could begin. */
bool finding_unreached(const struct case_ *c, const struct finding *f);

/* First and last step that were not reached; 0: each was. */
void unreached_steps(const struct case_ *c, const struct judgement *j, unsigned *first,
                     unsigned *last);

#endif
