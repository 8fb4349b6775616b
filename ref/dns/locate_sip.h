/* locate_sip.h - the next hop of a SIP request to an ordered list of attempts.
 *
 * RFC 3263 4: NAPTR, then SRV, then A and AAAA.  A numeric host asks nothing,
 * a port skips NAPTR and SRV, a transport skips NAPTR.  Trying them one after
 * the other is sip/endpoint.h.
 */
#ifndef REF_DNS_LOCATE_SIP_H
#define REF_DNS_LOCATE_SIP_H

#include <stdbool.h>
#include <stdint.h>

#include "dns/locate.h"

struct sip_hop {
	const char *host;		/* A-labels, or an address; no brackets */
	unsigned port;			/* 0: not given */
	bool has_transport;		/* the URI has transport= */
	enum sip_transport transport;
	bool sips;			/* TLS or nothing (RFC 3263 4.1, 26.2.2) */
	unsigned supported;		/* set of SIP_TRANSPORT_BIT() */
};

#define SIP_TRANSPORT_BIT(t) (1u << (t))

/* The decision: may this transport carry a request to such a hop? */
bool sip_transport_usable(unsigned supported, bool sips, enum sip_transport t);

/* As locate(); the transport stands in each attempt.  Without any record that
 * names a transport it is UDP, or TLS for sips (4.1), or the first of TCP and
 * TLS that is supported. */
void locate_sip(struct resolver *r, const struct sip_hop *hop, uint64_t id,
                locate_fn *fn, void *arg);

#endif
