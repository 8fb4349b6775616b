/* Never starts TLS where it is optional.  Breaks R6120-13.14-1, LYNC-MATRIX-3, LYNC-MATRIX-4, LYNC-MATRIX-9, LYNC-MATRIX-10, LYNC-MATRIX-15, LYNC-PART-9. */
#include "partner/policy.h"

__typeof__(policy_next) __real_policy_next, __wrap_policy_next;

enum policy_step __wrap_policy_next(const struct policy *p, const struct policy_facts *f,
                                    enum cause *why)
{
	struct policy clear = *p;

	if (clear.tls == POLICY_OPTIONAL)
		clear.tls = POLICY_NOT_SUPPORTED;
	return __real_policy_next(&clear, f, why);
}
