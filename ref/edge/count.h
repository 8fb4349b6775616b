/* count.h - what is counted in more than one place.
 *
 * A counter is a plain number that one increment changes; nothing is counted by
 * name on the way of a message.
 */
#ifndef REF_EDGE_COUNT_H
#define REF_EDGE_COUNT_H

#include "edge/edge_private.h"

/* A stream of this domain (prepared) could not be set up. */
void count_inbound_failure(struct edge *e, struct view partner, enum cause cause);
void count_outbound_failure(struct edge *e, struct view partner, enum cause cause);

static inline struct edge_tally *edge_tally_of(struct edge *e, const struct partner *p)
{
	return tally_of(e->tally, p);
}

void count_inward(struct edge *e, const struct element *stanza);
void count_outward(struct edge *e, const struct element *stanza);

/* One pair was proved: certificate and EXTERNAL, or dialback. */
enum edge_method count_method(bool external, bool secure);

#endif
