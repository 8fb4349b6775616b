/* Goes on by dialback when EXTERNAL is refused, whatever the policy.
 * Breaks X0178-3-6, R6120-6.4.5-2. */
#include "partner/policy.h"

__typeof__(policy_next) __real_policy_next, __wrap_policy_next;

enum policy_step __wrap_policy_next(const struct policy *p, const struct policy_facts *f,
                                    enum cause *why)
{
	if (!f->secure || !f->external_refused)
		return __real_policy_next(p, f, why);
	*why = CAUSE_NONE;
	return STEP_DIALBACK;
}
