/* Treats TLS that is required of a partner as optional when it dials.
 * Breaks R7590-3.1-1, LYNC-MATRIX-1, LYNC-MATRIX-7, LYNC-MATRIX-13, R6120-4.7.5-5. */
#include "partner/policy.h"

__typeof__(policy_next) __real_policy_next, __wrap_policy_next;

enum policy_step __wrap_policy_next(const struct policy *p, const struct policy_facts *f,
                                    enum cause *why)
{
	struct policy lax = *p;

	if (lax.tls == POLICY_REQUIRED)
		lax.tls = POLICY_OPTIONAL;
	return __real_policy_next(&lax, f, why);
}
