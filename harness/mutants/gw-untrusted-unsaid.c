/* Says of who is not trusted no more than that. Breaks GW-LOG-1. */
#include "sip/transport.h"

__typeof__(transport_distrust) __wrap_transport_distrust;

enum cause __wrap_transport_distrust(const struct transport *t, const struct sip_flow *flow,
                                     struct buf *names)
{
	(void)t, (void)flow, (void)names;
	return CAUSE_CERT_NONE;
}
