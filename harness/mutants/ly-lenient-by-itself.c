/* Takes the settings that a partner has when none is written for mere wishes.
 * Breaks LYNC-PART-6. */
#include "partner/policy.h"

__typeof__(policy_offer) __real_policy_offer, __wrap_policy_offer;
__typeof__(policy_allows) __real_policy_allows, __wrap_policy_allows;
__typeof__(policy_dead_end) __real_policy_dead_end, __wrap_policy_dead_end;
__typeof__(policy_dialback_cause) __real_policy_dialback_cause, __wrap_policy_dialback_cause;

static struct policy lenient(const struct policy *p)
{
	struct policy q = *p;

	if (p->tls == POLICY_REQUIRED && p->sasl == POLICY_REQUIRED && p->dialback)
		q.tls = q.sasl = POLICY_OPTIONAL;
	return q;
}

struct stream_offer __wrap_policy_offer(const struct policy *p, bool secure, bool proved)
{
	struct policy q = lenient(p);

	return __real_policy_offer(&q, secure, proved);
}

bool __wrap_policy_allows(const struct policy *p, enum policy_method m)
{
	struct policy q = lenient(p);

	return __real_policy_allows(&q, m);
}

enum cause __wrap_policy_dead_end(const struct policy *p, bool secure, bool proved,
                                  enum cause why_not)
{
	struct policy q = lenient(p);

	return __real_policy_dead_end(&q, secure, proved, why_not);
}

enum cause __wrap_policy_dialback_cause(const struct policy *p, bool secure)
{
	struct policy q = lenient(p);

	return __real_policy_dialback_cause(&q, secure);
}
