/* Ends all streams when a verdict comes for one that is gone.  Breaks X0220-2.1.2-4. */
#include "edge/inbound.h"

__typeof__(inbound_verified) __real_inbound_verified, __wrap_inbound_verified;

void __wrap_inbound_verified(struct edge *e, const struct key_answer *a)
{
	if (ids_get(e->inbound, a->inbound) == NULL)
		inbound_drain(e, CAUSE_SYSTEM_SHUTDOWN, true);
	__real_inbound_verified(e, a);
}
