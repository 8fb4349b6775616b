/* counts.h - how many there are of each: callers of an address, watches of a user.
 *
 * Attack: one who takes all there is, so that nobody else gets any: what is bounded for
 * all has to be bounded for each of them, too.  Holds an entry for each key whose count
 * is not 0, so it is bounded by what is counted.
 */
#ifndef LIB_COUNTS_H
#define LIB_COUNTS_H

#include <stddef.h>

#include "lib/view.h"

struct counts;

struct counts *counts_new(void);
void counts_free(struct counts **cp);
/* One more of `key`, which is copied. */
void counts_add(struct counts *c, struct view key);
/* One less; of what is not there, nothing. */
void counts_remove(struct counts *c, struct view key);
size_t counts_of(const struct counts *c, struct view key); /* 0: none */
size_t counts_all(const struct counts *c);                 /* the sum */

#endif
