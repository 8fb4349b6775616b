/* pace.h - what the verbs mean that speak of how calls follow each other.
 *
 * Pure: times in, yes or no out; the player says it, the judge finds it again.
 * Pauses have a least length and none a most: a slow machine makes them longer,
 * and no product's calls come too soon because of it.
 */
#ifndef HARNESS_PACE_H
#define HARNESS_PACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PACE_CALLS_MOST 64 /* of one step; what is more does not load */

/* `at`: microseconds, ascending; n > 1. */
typedef bool pace_fn(const uint64_t *at, size_t n, uint64_t least_ms);

/* `is called <count> times over <time>`: between the first and the last. */
pace_fn pace_is_spread;
/* `turns away <count> calls until they pause for <time>`: the last pause is as
 * long, and another is half of it at most: one pause that is always the same,
 * however long, is no growing one; and the later half of the pauses is longer, on
 * the whole, than the earlier: one that was short by chance among others is none. */
pace_fn pace_slows;

#endif
