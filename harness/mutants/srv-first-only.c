/* Tries the first address of a partner, and no other.  Breaks R6120-3.2.1-4. */
#include "dns/plan.h"

__typeof__(plan_location) __real_plan_location, __wrap_plan_location;

const struct location *__wrap_plan_location(const struct plan *p)
{
	static struct location first;

	first = *__real_plan_location(p);
	if (first.n > 1)
		first.n = 1;
	return &first;
}
