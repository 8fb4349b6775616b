/* Calls everybody with TLS from the first byte.  Breaks X0368-3-3. */
#include "dns/plan.h"

__typeof__(plan_location) __real_plan_location, __wrap_plan_location;

const struct location *__wrap_plan_location(const struct plan *p)
{
	static struct location direct;

	direct = *__real_plan_location(p);
	for (size_t i = 0; i < direct.n; i++)
		direct.attempt[i].direct_tls = true;
	return &direct;
}
