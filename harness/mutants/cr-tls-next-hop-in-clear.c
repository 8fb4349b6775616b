/* Goes to a next hop that is to be reached by TLS in clear.  Breaks R7247-8-2. */
#include "sip/transport.h"

__typeof__(transport_connect) __real_transport_connect, __wrap_transport_connect;

uint64_t __wrap_transport_connect(struct transport *t, enum sip_transport transport,
                                  const struct address *peer, const char *name)
{
	return __real_transport_connect(t, transport == SIP_TLS ? SIP_TCP : transport, peer,
	                                name);
}
