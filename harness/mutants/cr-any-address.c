/* Believes every host that calls over UDP or TCP.  Breaks R8048-8.1-1. */
#include "sip/transport.h"

__typeof__(transport_address_trusted) __wrap_transport_address_trusted;

bool __wrap_transport_address_trusted(const struct view *trusted, size_t n,
                                      const struct address *peer)
{
	(void)trusted, (void)n, (void)peer;
	return true;
}
