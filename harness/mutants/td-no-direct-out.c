/* Calls everybody in clear, whatever kind of SRV record led there.
 * Breaks X0368-3-2, X0368-3-4. */
#include "dns/plan.h"

__typeof__(plan_location) __real_plan_location, __wrap_plan_location;

const struct location *__wrap_plan_location(const struct plan *p)
{
	static struct location clear;

	clear = *__real_plan_location(p);
	for (size_t i = 0; i < clear.n; i++)
		clear.attempt[i].direct_tls = false;
	return &clear;
}
