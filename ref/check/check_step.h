/* check_step.h - the table of what `fedctl check` verifies (check_step.tbl).
 *
 * One row a step, in the order in which they are walked; an operator meets its word in
 * the answer, in fedctl(1) and in docs/planning.md, all made of the same row.
 * Not here: walking them (edge_check.h, gateway_check.h), and whether what is seen is
 * amiss (*_check_rules.c).
 */
#ifndef REF_CHECK_CHECK_STEP_H
#define REF_CHECK_CHECK_STEP_H

#include "lib/buf.h"

enum check_step {
#define X(name, ...) CHECK_##name,
#include "check/check_step.tbl"
#undef X
	CHECK_STEPS
};

enum check_program { CHECK_OF_EDGE, CHECK_OF_GATEWAY }; /* whose check has the step */

/* Static texts: the word of the row, and what to do when it is amiss, a sentence. */
const char *check_step_word(enum check_step s);
const char *check_step_advice(enum check_step s);

/* Append all steps: as roff, for docs/man/fedctl.1; as tables in Markdown, for
 * docs/planning.md. */
void check_manual(struct buf *out);
void check_planning(struct buf *out);

#endif
