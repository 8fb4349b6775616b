/* Hears every dialback key, whatever the policy.
 * Breaks X0220-2.5-3, X0220-2.5-4, X0220-2.5-5, LYNC-MATRIX-2, LYNC-MATRIX-4, LYNC-MATRIX-8,
 * LYNC-MATRIX-10, R6120-6.3.1-1. */
#include "partner/policy.h"

__typeof__(policy_dialback_cause) __wrap_policy_dialback_cause;

enum cause __wrap_policy_dialback_cause(const struct policy *p, bool secure)
{
	(void)p, (void)secure;
	return CAUSE_NONE;
}
