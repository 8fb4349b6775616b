/* A forged SRV answer is passed over when the other list is good.  Breaks R7673-3.1-2. */
#include "dns/plan_private.h"

__typeof__(plan_forged) __wrap_plan_forged;

bool __wrap_plan_forged(const struct plan *p)
{
	(void)p;
	return false;
}
