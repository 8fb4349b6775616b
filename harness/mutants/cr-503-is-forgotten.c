/* Comes back at once to a server that asked to be left alone.  Breaks R3261-21.5.4-1. */
#include "sip/servers.h"

__typeof__(servers_leave) __wrap_servers_leave;

void __wrap_servers_leave(struct servers *s, enum sip_transport transport,
                          const struct address *at, uint64_t now, uint64_t ms)
{
	(void)s, (void)transport, (void)at, (void)now, (void)ms;
}
