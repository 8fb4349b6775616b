/* Prefers what can be done in clear to a TLS that is offered.
 * Breaks R6120-5.3.1-2, R6120-4.3.2-2, R6120-5.3.4-1. */
#include "partner/policy.h"

__typeof__(policy_next) __real_policy_next, __wrap_policy_next;

enum policy_step __wrap_policy_next(const struct policy *p, const struct policy_facts *f,
                                    enum cause *why)
{
	if (!f->secure && p->dialback) {
		*why = CAUSE_NONE;
		return STEP_DIALBACK;
	}
	return __real_policy_next(p, f, why);
}
