#include "run/order.h"

#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/rng.h"

enum place { CANARY, LONG, OTHER, PLACES };

static enum place place_of(const struct order_of *of)
{
	return of->canary ? CANARY : of->budget_ms >= ORDER_LONG_MS ? LONG : OTHER;
}

void order_by_chance(size_t *order, const struct order_of *of, size_t n, uint64_t seed)
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
	for (enum place place = CANARY; place < PLACES; place++)
		for (size_t i = 0; i < n; i++)
			if (place_of(&of[mixed[i]]) == place)
				order[at++] = mixed[i];
	free(mixed);
}
