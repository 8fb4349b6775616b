/* check_step.h - the table of what is verified (check_step.tbl). */
#ifndef REF_CHECK_CHECK_STEP_H
#define REF_CHECK_CHECK_STEP_H

#include "lib/buf.h"

enum check_step {
#define X(name, ...) CHECK_##name,
#include "check/check_step.tbl"
#undef X
	CHECK_STEPS
};

enum check_program { CHECK_OF_EDGE, CHECK_OF_GATEWAY };

const char *check_step_word(enum check_step s);
const char *check_step_advice(enum check_step s);

void check_manual(struct buf *out);   /* for the man page */
void check_planning(struct buf *out); /* for docs/planning.md: a table in Markdown */

#endif
