#include "run/order.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/rng.h"

void order_by_chance(size_t *order, const uint64_t *budget_ms, size_t n, uint64_t seed)
{
	size_t *mixed = mem_array(n + 1, sizeof *mixed), at = 0;
	struct rng r;

	for (size_t i = 0; i < n; i++)
		mixed[i] = i;
	rng_seed(&r, seed);
	for (size_t i = n; i > 1; i--) {
		size_t k = rng_next_below(&r, (uint32_t)i), t = mixed[i - 1];

		mixed[i - 1] = mixed[k];
		mixed[k] = t;
	}
	for (int is_long = 1; is_long >= 0; is_long--)
		for (size_t i = 0; i < n; i++)
			if ((budget_ms[mixed[i]] >= ORDER_LONG_MS) == is_long)
				order[at++] = mixed[i];
	free(mixed);
}
