/* Takes every domain for one of its own.  Breaks R6120-4.9.3.6-1. */
#include "edge/settings.h"

__typeof__(own_domain) __wrap_own_domain;

const struct own_domain *__wrap_own_domain(const struct edge_settings *s, struct view prepared)
{
	(void)prepared;
	return &s->domain[0];
}
