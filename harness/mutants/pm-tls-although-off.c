/* Starts TLS whenever it is offered, where policy has none.
 * Breaks LYNC-MATRIX-5, LYNC-MATRIX-11, LYNC-MATRIX-17. */
#include "partner/policy.h"

__typeof__(policy_next) __real_policy_next, __wrap_policy_next;

enum policy_step __wrap_policy_next(const struct policy *p, const struct policy_facts *f,
                                    enum cause *why)
{
	struct policy eager = *p;

	if (eager.tls == POLICY_NOT_SUPPORTED)
		eager.tls = POLICY_OPTIONAL;
	return __real_policy_next(&eager, f, why);
}
