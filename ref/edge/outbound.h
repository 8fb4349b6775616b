/* outbound.h - streams that we open: one per pair of our domain and a
 * partner's.
 *
 * RFC 6120 3 to 6, XEP-0178, XEP-0220 2.1.  Opened because of a stanza; stanzas
 * wait in a bounded queue until the stream is authenticated, then go out in
 * order.  Whatever step fails, each comes back with the cause.
 * Not here: what comes next on a stream (policy.h), which address (dial.h),
 * what a bounce looks like (bounce.h).
 */
#ifndef REF_EDGE_OUTBOUND_H
#define REF_EDGE_OUTBOUND_H

#include "edge/edge_private.h"

#define REDIRECTS_MAX 3		/* R6120-4.9.3.19-4: 2 to 5 */

struct outward {			/* lent for the call */
	struct view own, partner;	/* prepared */
	const struct element *stanza;
	size_t bytes;
	uint64_t origin;		/* as in queue.h */
};

/* Sent now or later, or bounced (router_bounce()). */
void outbound_send(struct edge *e, const struct outward *o);

/* The connection of the pair when its stream is authenticated, and its number;
 * NULL: there is none. */
struct conn *outbound_open(struct edge *e, struct view own,
                           struct view partner, uint64_t *id);

/* A stream of its own for a probe (probe.h), whatever there is for the pair; nothing
 * else goes down it.  Its number, or 0 and *why. */
uint64_t outbound_probe(struct edge *e, struct view own, struct view partner, uint64_t probe,
                        enum cause *why);
/* Nothing happens when the stream is gone: the probe has been told. */
void outbound_probe_send(struct edge *e, uint64_t id, const struct element *stanza);
/* The probe has seen enough. */
void outbound_probed(struct edge *e, uint64_t id);

void outbound_sweep(struct edge *e);	/* after a reload */
/* Is any of them being set up? */
bool outbound_is_busy(const struct edge *e);
/* Ends those that are being set up, with this cause. */
void outbound_give_up(struct edge *e, enum cause cause);
/* Ends all. */
void outbound_drain(struct edge *e, enum cause cause);
void outbound_free_all(struct edge *e);

#endif
