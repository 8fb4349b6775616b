/* Lets streams be as they are when the list of partners changes.
 * Breaks LYNC-ARCH-4. */
#include "edge/inbound.h"
#include "edge/outbound.h"

__typeof__(inbound_sweep) __wrap_inbound_sweep;
__typeof__(outbound_sweep) __wrap_outbound_sweep;

void __wrap_inbound_sweep(struct edge *e)
{
	(void)e;
}

void __wrap_outbound_sweep(struct edge *e)
{
	(void)e;
}
