/* uplink_peer.h - who an edge is: its address, and its certificate. */
#ifndef REF_GATEWAY_UPLINK_PEER_H
#define REF_GATEWAY_UPLINK_PEER_H

#include "gateway/uplink.h"
#include "xmpp/conn.h"

/* Looks up A and AAAA of the edge's host; as locate(). */
void uplink_peer_locate(struct resolver *dns, const struct uplink_edge_settings *e, uint64_t id,
                        locate_fn *fn, void *arg);

/* The decision: is it the edge that we dialled?  Its chain leads to an
 * authority that we trust, and a dNSName of it is `host` (docs/link.md 1). */
enum cause uplink_peer_refused(const struct conn *c, const char *host);

#endif
