/* Goes on to no other target when the address of one is forged.  Breaks R7673-3.2-1. */
#include "dns/plan_private.h"

__typeof__(plan_answer) __real_plan_answer, __wrap_plan_answer;

void __wrap_plan_answer(struct plan *p, unsigned slot, const struct dns_reply *r)
{
	__real_plan_answer(p, slot, r);
	if (r->outcome == DNS_BOGUS && slot >= SLOT_TARGET && slot < SLOT_TLSA &&
	    p->stage != DONE)
		plan_end(p, CAUSE_DNS_BOGUS);
}
