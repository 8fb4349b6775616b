/* A check does not look at what a partner says of its certificate.  Breaks PLAN-7. */
#include "dns/plan_private.h"

__typeof__(plan_tlsa_wanted) __wrap_plan_tlsa_wanted;

bool __wrap_plan_tlsa_wanted(bool dane, const struct plan_target *t)
{
	(void)dane, (void)t;
	return false;
}
