/* Sends over UDP whatever its size. Breaks R3261-18.1.1-1. */
#include "sip/next_hop.h"

__typeof__(next_hop_needs_stream) __wrap_next_hop_needs_stream;

bool __wrap_next_hop_needs_stream(enum sip_transport transport, size_t size, unsigned supported)
{
	(void)transport, (void)size, (void)supported;
	return false;
}
