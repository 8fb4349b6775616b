/* reply_route.h - where the answer to a request goes.
 *
 * RFC 3261 18.2.1 (received), 18.2.2, RFC 3581 4 (rport).  An answer goes back
 * to the address that the request came from and nowhere else: maddr is not
 * followed, as anybody could aim answers at a third party with it.
 */
#ifndef REF_SIP_REPLY_ROUTE_H
#define REF_SIP_REPLY_ROUTE_H

#include "sip/field.h"
#include "sip/flow.h"

/* Streams: the connection of the request, with the peer a new one is made to:
 * the source address and the sent-by port.  UDP: the source port when rport was
 * asked for, else the sent-by port. */
void reply_flow(const struct sip_via *via, const struct sip_flow *from, struct sip_flow *out);

/* Must the top Via tell where the request came from?  Always with rport. */
bool reply_needs_received(const struct sip_via *via, const struct sip_flow *from);

/* The host of an address as text, IPv6 without brackets. */
const char *reply_host(const struct address *a, char out[ADDRESS_MAX]);

#endif
