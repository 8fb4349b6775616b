/* Never calls by EXTERNAL.  Breaks R6120-6.3.4-3, LYNC-PART-9. */
#include "partner/policy.h"

__typeof__(policy_next) __real_policy_next, __wrap_policy_next;

enum policy_step __wrap_policy_next(const struct policy *p, const struct policy_facts *f,
                                    enum cause *why)
{
	struct policy_facts poor = *f;

	poor.offered.external = false;
	return __real_policy_next(p, &poor, why);
}
