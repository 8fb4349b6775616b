/* Does not leave a server alone that asked for it. Breaks R3261-21.5.4-1. */
#include "sip/servers.h"

__typeof__(servers_may) __wrap_servers_may;

bool __wrap_servers_may(const struct servers *s, enum sip_transport transport,
                        const struct address *at, uint64_t now)
{
	(void)s, (void)transport, (void)at, (void)now;
	return true;
}
