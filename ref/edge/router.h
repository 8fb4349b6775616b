/* router.h - a stanza's way: inward to a gateway, outward to a partner, or
 * back to where it came from.
 *
 * RFC 6120 8 and 10 as far as a proxy without users goes; docs/link.md.  What
 * comes from a partner never leaves to a partner, so there is no relay and no
 * loop.  Nothing is dropped without a word: what cannot be delivered returns
 * to its sender with a cause, or stands in the log where no error may be sent.
 */
#ifndef REF_EDGE_ROUTER_H
#define REF_EDGE_ROUTER_H

#include "edge/addressing.h"
#include "edge/edge_private.h"

/* A stanza from a partner whose addresses have been checked. */
struct inward {
	uint64_t stream;
	struct element *stanza;
	const struct stanza_addresses *addresses;
	bool malformed;		/* they are good as far as their domains: back to its sender, as
				 * his server spells him (P92) */
	struct view lang;	/* of the sender's stream */
	size_t bytes;
	struct region *region;
};

void router_inward(struct edge *e, const struct inward *in);

/* link_ops.stanza: from a gateway. */
void router_outward(void *arg, uint64_t session, struct element *stanza,
                    size_t bytes, struct region *r);
/* link_ops.undelivered: no gateway ever acknowledged it. */
void router_undelivered(void *arg, const struct element *stanza);

/* A stanza for a partner did not get there; `origin` as in queue.h. */
void router_bounce(struct edge *e, const struct element *stanza,
                   uint64_t origin, enum cause cause, const char *words);
/* A stanza has been written to an authenticated stream. */
void router_handed(struct edge *e, const struct element *stanza,
                   uint64_t origin);

#endif
