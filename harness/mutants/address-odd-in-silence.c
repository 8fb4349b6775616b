/* What goes to, or comes from, an address that is none is dropped in silence.
 * Breaks R7622-4-1. */
#include "edge/router.h"

__typeof__(router_malformed) __wrap_router_malformed;

void __wrap_router_malformed(struct edge *e, const struct inward *in)
{
	(void)e, (void)in;
}
