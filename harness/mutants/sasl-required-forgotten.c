/* Takes EXTERNAL that is required for EXTERNAL that may be.
 * Breaks R6120-6.3.1-1, X0220-2.5-4, R6120-6.4.5-3, LYNC-MATRIX-1. */
#include "partner/policy.h"

__typeof__(policy_dead_end) __real_policy_dead_end, __wrap_policy_dead_end;
__typeof__(policy_dialback_cause) __real_policy_dialback_cause, __wrap_policy_dialback_cause;
__typeof__(policy_next) __real_policy_next, __wrap_policy_next;

static struct policy lax(const struct policy *p)
{
	struct policy l = *p;

	if (l.sasl == POLICY_REQUIRED)
		l.sasl = POLICY_OPTIONAL;
	return l;
}

enum cause __wrap_policy_dead_end(const struct policy *p, bool secure, bool proved,
                                  enum cause why_not)
{
	struct policy l = lax(p);

	return __real_policy_dead_end(&l, secure, proved, why_not);
}

enum cause __wrap_policy_dialback_cause(const struct policy *p, bool secure)
{
	struct policy l = lax(p);

	return __real_policy_dialback_cause(&l, secure);
}

enum policy_step __wrap_policy_next(const struct policy *p, const struct policy_facts *f,
                                    enum cause *why)
{
	struct policy l = lax(p);

	return __real_policy_next(&l, f, why);
}
