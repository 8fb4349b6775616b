/* front_end.h - is the SIP server behind the gateway there?  For probe.h, and ref/check. */
#ifndef REF_GATEWAY_FRONT_END_H
#define REF_GATEWAY_FRONT_END_H

#include "gateway/gateway_private.h"

/* OPTIONS to the next hop (RFC 3261 11); `o` and `ref` as of originate().  False: there is
 * no room for it now. */
bool front_end_ask(struct gateway *g, const struct originator *o, uint64_t ref);

/* The decision: does a SIP server that answers OPTIONS so take what the gateway sends?
 * It need not know OPTIONS. */
bool front_end_serves(unsigned status);

#endif
