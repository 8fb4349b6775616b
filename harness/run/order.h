/* order.h - which case is begun when: by chance, so that no verdict depends on the one
 * before; but canaries before all others, which are not worth their time if one of them
 * does not end as it must, and long ones next, so that no run ends with one of them alone.
 */
#ifndef HARNESS_RUN_ORDER_H
#define HARNESS_RUN_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a case may take says how long it is: nothing else is known of one that was never
 * played, and what an earlier run took would make one run depend on another. */
#define ORDER_LONG_MS 30000

struct order_of { /* what decides the place of a case */
	bool canary;
	uint64_t budget_ms;
};

/* order[0..n-1] becomes the numbers 0..n-1: canaries, then those of ORDER_LONG_MS or more,
 * then the others; within each by the seed. */
void order_by_chance(size_t *order, const struct order_of *of, size_t n, uint64_t seed);

#endif
