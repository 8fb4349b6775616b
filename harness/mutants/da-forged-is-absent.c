/* A TLSA answer that is forged or kept back is none.  Breaks EDGE-DANE-4. */
#include "dns/plan_private.h"

__typeof__(plan_target_usable) __wrap_plan_target_usable;

bool __wrap_plan_target_usable(const struct plan_target *t)
{
	(void)t;
	return true;
}
