/* counted.h - `gets <count> times`: each of the numbers 1, 2, ... once, in any order.
 *
 * The same for the player and for the judge.  A unit is tried with {$number} being
 * each number that has not come yet; what comes twice, or is of no number, fits none.
 */
#ifndef HARNESS_COUNTED_H
#define HARNESS_COUNTED_H

#include <stdbool.h>
#include <stddef.h>

#include "scenario/payload.h"
#include "scenario/scenario.h"

#define COUNTED_NAME "number"	/* {$number} */
#define COUNTED_MOST 1000	/* each unit is tried with so many numbers */

struct counted;

/* Of a step of the verb GETS_TIMES; lent for as long as it is used. */
struct counted *counted_new(const struct step *s);
void counted_free(struct counted **cp);

/* Does it fit a number that has not come yet?  That has come now, and `b` has it as
 * $number.  False: *m is how the last alternative for the lowest
 * that is missing differs. */
bool counted_take(struct counted *c, const struct unit *u, struct bindings *b,
                  struct mismatch *m);
/* How many have not come yet. */
size_t counted_left(const struct counted *c);

#endif
