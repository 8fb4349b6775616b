/* Says that it has failed when it is stopped.  Breaks R6120-4.9.3.20-1. */
#include "edge/inbound.h"

__typeof__(inbound_drain) __real_inbound_drain, __wrap_inbound_drain;

void __wrap_inbound_drain(struct edge *e, enum cause cause, bool all)
{
	(void)cause;
	__real_inbound_drain(e, CAUSE_INTERNAL, all);
}
