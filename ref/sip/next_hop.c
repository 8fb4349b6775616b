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

/* How many attempts from the first on are of one target. */
static size_t run_of(const struct attempt *attempt, size_t n)
{
	size_t k = 1;

	while (k < n && attempt_may_overlap(&attempt[0], &attempt[k]))
		k++;
	return k;
}

size_t next_hop_tries(const struct attempt *attempt, size_t n, size_t size, unsigned supported,
                      struct next_hop_try *out, size_t max)
{
	size_t made = 0, run;
	unsigned group = 0;

	for (size_t from = 0; from < n; from += run) {
		const struct attempt *a = &attempt[from];
		bool stream = next_hop_needs_stream(a->transport, size, supported);

		run = run_of(a, n - from);
		for (size_t i = 0; stream && i < run && made < max; i++)
			out[made++] = (struct next_hop_try){ SIP_TCP, a[i].at, group };
		group += stream;
		/* Only where TCP is refused (18.1.1).  Nobody can tell whether a datagram
		 * has arrived, so that each has its turn. */
		for (size_t i = 0; i < run && made < max; i++) {
			out[made++] = (struct next_hop_try){ a->transport, a[i].at, group };
			group += a->transport == SIP_UDP;
		}
		group++;
	}
	return made;
}
