/* Direct TLS first, whatever the priorities say.  Breaks X0368-3-1. */
#include "dns/plan.h"

__typeof__(plan_location) __real_plan_location, __wrap_plan_location;

const struct location *__wrap_plan_location(const struct plan *p)
{
	static struct location sorted;
	const struct location *all = __real_plan_location(p);
	size_t n = 0;

	sorted = *all;
	for (int clear = 0; clear < 2; clear++)
		for (size_t i = 0; i < all->n; i++)
			if (all->attempt[i].direct_tls == (clear == 0))
				sorted.attempt[n++] = all->attempt[i];
	return &sorted;
}
