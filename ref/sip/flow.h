/* flow.h - where bytes came from, and where they go.
 */
#ifndef REF_SIP_FLOW_H
#define REF_SIP_FLOW_H

#include <stdbool.h>
#include <stdint.h>

#include "dns/locate_sip.h"
#include "lib/address.h"

struct sip_flow {
	enum sip_transport transport;
	/* TCP, TLS: the connection; 0: one to `peer` is found or made.
	 * UDP: not used. */
	uint64_t connection;
	/* UDP: where a datagram came from or goes to.  Streams: the other end;
	 * when `connection` is gone, where a new one is made. */
	struct address peer;
};

static inline bool sip_flow_is_reliable(const struct sip_flow *f)
{
	return f->transport != SIP_UDP;
}

/* "UDP", "TCP", "TLS": as in Via. */
const char *sip_transport_name(enum sip_transport t);
/* Any case; false: none of ours. */
bool sip_transport_named(struct view name, enum sip_transport *out);

#endif
