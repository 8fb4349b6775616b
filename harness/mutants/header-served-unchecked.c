/* Serves every domain as if it were its own first one.  Breaks R6120-4.9.3.6-1, R6120-4.9.3.5-1. */
#include "edge/settings.h"

__typeof__(own_domain) __real_own_domain, __wrap_own_domain;

const struct own_domain *__wrap_own_domain(const struct edge_settings *s, struct view prepared)
{
	const struct own_domain *d = __real_own_domain(s, prepared);

	return d != NULL ? d : &s->domain[0];
}
