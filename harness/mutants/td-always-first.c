/* Begins with TLS wherever it dials.  Breaks X0368-3-3. */
#include "dns/plan.h"

__typeof__(plan_location) __real_plan_location, __wrap_plan_location;

const struct location *__wrap_plan_location(const struct plan *p)
{
	static struct location first;

	first = *__real_plan_location(p);
	for (size_t i = 0; i < first.n; i++)
		first.attempt[i].direct_tls = true;
	return &first;
}
