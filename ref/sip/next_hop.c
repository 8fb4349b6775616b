#include "sip/next_hop.h"

#include <string.h>

#include "sip/flow.h"

bool next_hop_of(const struct sip_uri *uri, unsigned supported, char host[256],
                 struct sip_hop *hop)
{
	struct view v = uri->host, transport;

	memset(hop, 0, sizeof *hop);
	if (uri->scheme != SIP_SCHEME_SIP && uri->scheme != SIP_SCHEME_SIPS)
		return false;
	hop->sips = uri->scheme == SIP_SCHEME_SIPS;
	hop->supported = supported;
	hop->port = uri->port;
	hop->has_transport = sip_uri_parameter(uri, "transport", &transport);
	if (hop->has_transport && !sip_transport_named(transport, &hop->transport))
		return false;
	if (sip_uri_parameter(uri, "maddr", &transport) && transport.n != 0)
		v = transport;
	if (view_ends(v, VIEW(".")))
		v.n--;
	if (v.n == 0 || v.n > 255)
		return false;
	memcpy(host, v.p, v.n);
	host[v.n] = '\0';
	hop->host = host;
	return true;
}

size_t next_hop_tries(const struct attempt *attempt, size_t n, size_t size, unsigned supported,
                      struct next_hop_try *out, size_t max)
{
	size_t made = 0;

	for (size_t i = 0; i < n && made < max; i++) {
		const struct attempt *a = &attempt[i];

		if (next_hop_needs_stream(a->transport, size, supported))
			out[made++] = (struct next_hop_try){ SIP_TCP, a->at };
		/* Only where TCP is refused (18.1.1). */
		if (made < max)
			out[made++] = (struct next_hop_try){ a->transport, a->at };
	}
	return made;
}
