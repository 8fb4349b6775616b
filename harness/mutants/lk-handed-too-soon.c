/* Says that a message was handed when it waits for a stream.  Breaks LINK-5-1. */
#include "edge/outbound.h"
#include "edge/router.h"

__typeof__(outbound_send) __real_outbound_send, __wrap_outbound_send;

void __wrap_outbound_send(struct edge *e, const struct outward *o)
{
	router_handed(e, o->stanza, o->origin);
	__real_outbound_send(e, o);
}
