/* Asks for no TLSA record.  Breaks R7673-3.3-1, R7673-4.2-1, PLAN-7. */
#include "dns/plan_private.h"

__typeof__(plan_tlsa_wanted) __wrap_plan_tlsa_wanted;

bool __wrap_plan_tlsa_wanted(bool dane, const struct plan_target *t)
{
	(void)dane, (void)t;
	return false;
}
