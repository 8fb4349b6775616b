/* What cannot be delivered comes back to nobody.  Breaks R6120-10.4.3-2, R6120-10.4.3-1. */
#include "edge/router.h"

__typeof__(router_bounce) __wrap_router_bounce;

void __wrap_router_bounce(struct edge *e, const struct element *stanza, uint64_t origin,
                          enum cause cause, const char *words)
{
	(void)e, (void)stanza, (void)origin, (void)cause, (void)words;
}
