/* written.h - stanzas written to a stream with a partner, until the kernel has
 * them.
 *
 * In either role: on a stream of ours, or on one of the partner's that carries
 * both ways (XEP-0288).  Only who and what is remembered: an error repeats no
 * payload.  What the kernel has is handed over (docs/link.md).
 */
#ifndef REF_EDGE_WRITTEN_H
#define REF_EDGE_WRITTEN_H

#include "edge/edge_private.h"
#include "edge/queue.h"

struct written {
	struct edge *edge;
	uint64_t stream;	/* its number, for the log */
	struct queue *sent;
};

void written_begin(struct written *w, struct edge *e, uint64_t stream);
void written_free(struct written *w);

/* Writes to the established stream, or bounces: its receiver does not read. */
void written_put(struct written *w, struct conn *c, const struct element *stanza,
                 size_t bytes, uint64_t origin);
/* To be called at conn_ops.flushed.  `partner`: of all stanzas; NULL: of each
 * its own. */
void written_flushed(struct written *w, const struct conn *c,
                     const struct partner *partner);
/* The connection is gone: what it did not take comes back. */
void written_bounce(struct written *w, enum cause cause, const char *words);

#endif
