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
/* A stanza of its user, or of NAME@DOMAIN at a scripted partner; false: the step
 * failed. */
bool verb_put(struct act *a, const char *auto_, struct view xml);
/* The same bytes that a step sent or got as $name, as a unit; NULL: none. */
struct unit *verb_saved(const struct act *a, const char *name);

#endif
