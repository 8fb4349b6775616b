/* Never says that a policy does less than it seems.  Breaks LYNC-MATRIX-1, LYNC-MATRIX-3,
 * LYNC-MATRIX-4, LYNC-MATRIX-5, LYNC-MATRIX-9, LYNC-MATRIX-10, LYNC-MATRIX-11. */
#include "partner/policy.h"

__typeof__(policy_check) __real_policy_check, __wrap_policy_check;

struct policy_check __wrap_policy_check(const struct policy *p)
{
	struct policy_check c = __real_policy_check(p);

	if (c.verdict == POLICY_VALID_WITH_WARNING)
		c.verdict = POLICY_VALID;
	return c;
}
