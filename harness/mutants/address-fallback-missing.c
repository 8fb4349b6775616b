/* Gives a partner without SRV record up.  Breaks R6120-3.2.2-1. */
#include "dns/plan.h"
#include "dns/plan_private.h"

__typeof__(plan_answer) __real_plan_answer, __wrap_plan_answer;

void __wrap_plan_answer(struct plan *p, unsigned slot, const struct dns_reply *r)
{
	struct dns_reply none = *r;

	/* below the first SRV slot this is a large number */
	if (slot - SLOT_SRV < (unsigned)(SLOT_TARGET - SLOT_SRV) &&
	    (r->outcome == DNS_NO_DATA || r->outcome == DNS_NO_NAME)) {
		none.outcome = DNS_FAILED;
		none.words = "no SRV record";
	}
	__real_plan_answer(p, slot, &none);
}
