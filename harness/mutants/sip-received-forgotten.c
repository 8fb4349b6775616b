/* Does not tell where a request came from. Breaks R3261-18.2.1-1, R3581-4-1. */
#include "sip/reply_route.h"

__typeof__(reply_needs_received) __wrap_reply_needs_received;

bool __wrap_reply_needs_received(const struct sip_via *via, const struct sip_flow *from)
{
	(void)via, (void)from;
	return false;
}
