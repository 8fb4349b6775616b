/* Behind <see-other-host/>, TLS is optional.  Breaks R6120-4.9.3.19-1. */
#include "edge/dial.h"
#include "partner/policy.h"

__typeof__(dial_new) __real_dial_new, __wrap_dial_new;
__typeof__(policy_next) __real_policy_next, __wrap_policy_next;

static bool elsewhere;

struct dial *__wrap_dial_new(struct edge *e, const char *domain, const char *proxy,
                             const struct dial_ops *ops, void *arg)
{
	elsewhere = elsewhere || proxy != NULL;
	return __real_dial_new(e, domain, proxy, ops, arg);
}

enum policy_step __wrap_policy_next(const struct policy *p, const struct policy_facts *f,
                                    enum cause *why)
{
	struct policy lax = *p;

	if (elsewhere)
		lax.tls = POLICY_OPTIONAL;
	return __real_policy_next(&lax, f, why);
}
