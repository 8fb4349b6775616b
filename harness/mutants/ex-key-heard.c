/* Hears dialback keys where EXTERNAL is required.  Breaks R6120-6.3.1-1. */
#include "partner/policy.h"

__typeof__(policy_dialback_cause) __wrap_policy_dialback_cause;

enum cause __wrap_policy_dialback_cause(const struct policy *p, bool secure)
{
	(void)p, (void)secure;
	return CAUSE_NONE;
}
