/* Asks for TLSA records wherever there is an address.  Breaks R7673-3.1-1, R7673-3.2-1. */
#include "dns/plan_private.h"

__typeof__(plan_tlsa_wanted) __wrap_plan_tlsa_wanted;

bool __wrap_plan_tlsa_wanted(bool dane, const struct plan_target *t)
{
	return dane && (t->of[0].n != 0 || t->of[1].n != 0);
}
