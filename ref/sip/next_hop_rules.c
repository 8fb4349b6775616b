/* Apart from next_hop.c, so that the decision can be replaced. */
#include "sip/flow.h"
#include "sip/next_hop.h"

bool next_hop_needs_stream(enum sip_transport transport, size_t size, unsigned supported)
{
	return transport == SIP_UDP && size > NEXT_HOP_DATAGRAM_MAX &&
	       (supported & SIP_TRANSPORT_BIT(SIP_TCP)) != 0;
}
