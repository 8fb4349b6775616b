/* edge_rig.h - whole edges in one loop, with DNS, gateways and raw peers; for
 * the tests of the edge.
 *
 * Every port is any free one: DNS answers with where an edge really listens.
 * Header only, so that nothing of it ends up in the product.
 */
#ifndef REF_EDGE_EDGE_RIG_H
#define REF_EDGE_EDGE_RIG_H

#include "edge/edge_rig_dns.h"
#include "edge/edge_rig_peer.h"
#include "edge/edge_rig_site.h"
#include "edge/edge_rig_talker.h"

#endif
