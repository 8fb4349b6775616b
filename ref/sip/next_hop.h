/* next_hop.h - where a request goes, and over what: the rules.
 *
 * RFC 3263 4 (from a URI to what DNS is asked), RFC 3261 18.1.1 (nothing long
 * over UDP).
 */
#ifndef REF_SIP_NEXT_HOP_H
#define REF_SIP_NEXT_HOP_H

#include "dns/locate_sip.h"
#include "sip/uri.h"

#define NEXT_HOP_DATAGRAM_MAX 1300	/* bytes of a request, when the path is not known */

/* `host` gets the host, or maddr, of the URI; hop->host points there.  False:
 * no sip or sips URI, or one with a transport that is not ours. */
bool next_hop_of(const struct sip_uri *uri, unsigned supported, char host[256],
                 struct sip_hop *hop);

/* The decision: must a request of `size` bytes that would go over `transport`
 * be tried over TCP first?  `supported` as in struct sip_hop. */
bool next_hop_needs_stream(enum sip_transport transport, size_t size, unsigned supported);

struct next_hop_try {
	enum sip_transport transport;
	struct address at;
	unsigned group; /* streams of one may be under way at the same time (RFC 8305 5) */
};

/* The `n` attempts that were located, in order, each that needs a stream doubled;
 * of those of one target all that are made over streams come first.  At most `max`.
 * Their number. */
size_t next_hop_tries(const struct attempt *attempt, size_t n, size_t size, unsigned supported,
                      struct next_hop_try *out, size_t max);

#endif
