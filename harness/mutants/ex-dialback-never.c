/* Refuses a caller whose certificate proves nothing, although policy has dialback.
 * Breaks R6120-6.4.5-4, X0178-3-5. */
#include "partner/policy.h"

__typeof__(policy_dead_end) __real_policy_dead_end, __wrap_policy_dead_end;

enum cause __wrap_policy_dead_end(const struct policy *p, bool secure, bool proved,
                                  enum cause why_not)
{
	struct policy strict = *p;

	strict.dialback = false;
	return __real_policy_dead_end(&strict, secure, proved, why_not);
}
