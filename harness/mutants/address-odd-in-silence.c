/* What goes to, or comes from, an address that is none is dropped in silence.
 * Breaks R7622-4-1. */
#include "edge/router.h"

__typeof__(router_inward) __real_router_inward, __wrap_router_inward;

void __wrap_router_inward(struct edge *e, const struct inward *in)
{
	if (!in->malformed)
		__real_router_inward(e, in);
}
