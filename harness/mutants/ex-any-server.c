/* Takes every certificate of a server that is called.
 * Breaks R6120-5.4.3.1-6, R6120-13.7.2.1-1, R9525-6.1.1-1, R6125-6.6.4-1,
 * R6120-13.7.1.1-1, R9525-A-1, LYNC-DNS-1. */
#include "partner/policy.h"

__typeof__(policy_next) __real_policy_next, __wrap_policy_next;

enum policy_step __wrap_policy_next(const struct policy *p, const struct policy_facts *f,
                                    enum cause *why)
{
	struct policy_facts blind = *f;

	blind.certificate = CAUSE_NONE;
	return __real_policy_next(p, &blind, why);
}
