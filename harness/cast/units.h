/* units.h - what steps do with units: the next one, matched and claimed.
 *
 * The rule that the judge applies to the log, live: a step about units looks
 * at the next unit of its actor that nobody has claimed and no automation has
 * taken.  Space is passed over; so is what a tolerated step of the group
 * matches, which claims it.
 */
#ifndef HARNESS_UNITS_H
#define HARNESS_UNITS_H

#include "cast/line.h"
#include "scenario/counted.h"

/* Waits for it; NULL: the step has ended. */
struct got *units_next(struct act *a);
/* Matches it against the step's alternatives: claims it and binds names, or
 * fails the step. */
bool units_claim(struct act *a, struct got *g);
/* The same for a step that counts: it must fit a number that has not come. */
bool units_claim_counted(struct act *a, struct got *g, struct counted *c);
/* Claims it although it is not what the step wants: it is passed over. */
void units_pass(struct act *a, struct got *g);
/* Claims it for the step without payload. */
void units_take(struct act *a, struct got *g);
/* Claims what belongs to being closed, as the judge does: the end of the
 * stream, and the first error, when no step has had it. */
void units_take_end(struct line *l);
/* Its start, for a reason in one line. */
struct view units_glimpse(const struct got *g);

#endif
