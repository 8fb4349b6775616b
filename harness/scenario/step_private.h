/* step_private.h - one line of a scene on its way to a struct step.
 *
 *   step.c          its line: both ends, the verb, arguments
 *   step_payload.c  what stands below it
 */
#ifndef HARNESS_SCENARIO_STEP_PRIVATE_H
#define HARNESS_SCENARIO_STEP_PRIVATE_H

#include "scenario/draft.h"
#include "scenario/payload.h"

struct stepping {
	const struct building *b;
	const struct raw_step *raw;
	const struct source *source;
	unsigned line;
	struct tokens t;
	size_t from, to;		/* what is still to be read: the verb's words */
	const struct token *as;		/* `as $x` at the end */
	const struct token *within, *security;
	bool skipped;			/* by its `if` */
	struct step *step;
	struct fault *f;
};

/* Into s->step, whose verb and requirements are known.  False: *s->f says where and why;
 * what was made so far is in the step, and the caller's to free. */
bool step_take_payloads(const struct stepping *s);

#endif
