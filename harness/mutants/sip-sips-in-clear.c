/* Takes a next hop by sips for one by sip. Breaks R3261-26.2.2-1, R3263-4.1-2. */
#include "sip/next_hop.h"

__typeof__(next_hop_of) __wrap_next_hop_of;
__typeof__(next_hop_of) __real_next_hop_of;

bool __wrap_next_hop_of(const struct sip_uri *uri, unsigned supported, char host[256],
                        struct sip_hop *hop)
{
	bool ok = __real_next_hop_of(uri, supported, host, hop);

	hop->sips = false;
	return ok;
}
