/* order.h - which case is begun when: by chance, so that no verdict depends on the one
 * before, and the long ones first, so that no run ends with one of them alone.
 */
#ifndef HARNESS_RUN_ORDER_H
#define HARNESS_RUN_ORDER_H

#include <stddef.h>
#include <stdint.h>

/* What a case may take says how long it is: nothing else is known of one that was never
 * played, and what an earlier run took would make one run depend on another. */
#define ORDER_LONG_MS 30000

/* order[0..n-1] becomes the numbers 0..n-1: those of `budget_ms[i]` of ORDER_LONG_MS or
 * more first, then the others; within both by the seed. */
void order_by_chance(size_t *order, const uint64_t *budget_ms, size_t n, uint64_t seed);

#endif
