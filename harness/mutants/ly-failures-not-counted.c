/* Counts no stream that could not be set up.  Breaks LYNC-DIAG-1, LYNC-DIALBACK-3. */
#include "edge/count.h"

__typeof__(count_inbound_failure) __wrap_count_inbound_failure;
__typeof__(count_outbound_failure) __wrap_count_outbound_failure;

void __wrap_count_inbound_failure(struct edge *e, struct view partner, enum cause cause)
{
	(void)e, (void)partner, (void)cause;
}

void __wrap_count_outbound_failure(struct edge *e, struct view partner, enum cause cause)
{
	(void)e, (void)partner, (void)cause;
}
