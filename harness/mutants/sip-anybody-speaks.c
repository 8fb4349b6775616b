/* Hears requests from everybody. Breaks LYNC-PORT-6, R5922-7.4-1, R5922-7.4-2. */
#include "sip/transport.h"

__typeof__(transport_is_trusted) __wrap_transport_is_trusted;

bool __wrap_transport_is_trusted(const struct transport *t, const struct sip_flow *flow)
{
	(void)t, (void)flow;
	return true;
}
