/* flow.h - where bytes came from, and where they go.
 */
#ifndef REF_SIP_FLOW_H
#define REF_SIP_FLOW_H

#include <netinet/in.h>
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

unsigned sip_default_port(enum sip_transport t);	/* 5060, 5061 */

/* A flow in 40 bytes, to be kept by the hundred thousand. */
struct sip_packed_flow {
	uint64_t connection;
	uint8_t transport, len;
	union {
		struct sockaddr_in v4;
		struct sockaddr_in6 v6;
	} peer;
};

void sip_flow_pack(const struct sip_flow *f, struct sip_packed_flow *out);
void sip_flow_unpack(const struct sip_packed_flow *p, struct sip_flow *out);

#endif
