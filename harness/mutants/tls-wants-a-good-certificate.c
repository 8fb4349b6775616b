/* Ends TLS with a server whose certificate proves nothing, where dialback would do.
 * Breaks R6120-13.14-1, X0220-2.1.1-2. */
#include "partner/policy.h"

__typeof__(policy_next) __real_policy_next, __wrap_policy_next;

enum policy_step __wrap_policy_next(const struct policy *p, const struct policy_facts *f,
                                    enum cause *why)
{
	if (f->secure && f->certificate != CAUSE_NONE) {
		*why = f->certificate;
		return STEP_GIVE_UP;
	}
	return __real_policy_next(p, f, why);
}
