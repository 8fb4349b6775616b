/* verbs.h - one function for each verb of the language: act_NAME().
 *
 * It runs as a script; the step is done when it returns, unless it has set
 * another outcome.  A verb of the table without function does not link.
 */
#ifndef HARNESS_VERBS_H
#define HARNESS_VERBS_H

#include "cast/stage.h"

#define X(name, ...) void act_##name(struct act *a);
#include "scenario/verb.tbl"
#undef X

void verb_do(struct act *a);

/* --- what the files of verbs share ------------------------------------------------- */

/* The line its actor acts on, open or not; NULL: none, and the step failed. */
struct line *verb_line(struct act *a);

#endif
