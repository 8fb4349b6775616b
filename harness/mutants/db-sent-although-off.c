/* As initiator, knows no partner without dialback.
 * Breaks LYNC-DIALBACK-2, X0178-3-6. */
#include "partner/policy.h"

__typeof__(policy_next) __real_policy_next, __wrap_policy_next;

enum policy_step __wrap_policy_next(const struct policy *p, const struct policy_facts *f,
                                    enum cause *why)
{
	struct policy lax = *p;

	lax.dialback = true;
	if (lax.sasl == POLICY_REQUIRED)
		lax.sasl = POLICY_OPTIONAL;
	return __real_policy_next(&lax, f, why);
}
