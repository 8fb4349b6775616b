/* queue.h - stanzas that wait for a stream to be set up, bounded.
 *
 * Attack: a partner that never finishes makes every stanza for it stay.
 * Order is kept.  Each is a copy in a region of its own size: what a queue takes
 * follows from its stanzas, not from their number (see queue_test.c).
 */
#ifndef REF_EDGE_QUEUE_H
#define REF_EDGE_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "xml/element.h"

struct queue;

struct queued {
	struct element *element;
	uint64_t origin;	/* the link session it came from; 0: the edge itself */
	size_t bytes;		/* as they were counted */
};

/* `max_bytes`: of stanzas as they are written. */
struct queue *queue_new(size_t max_stanzas, size_t max_bytes);
void queue_free(struct queue **qp);	/* what is left in it is lost; *qp may be NULL */
/* Copies.  `bytes`: what the stanza has on the wire.  False: full, nothing was taken. */
bool queue_put(struct queue *q, const struct element *e, size_t bytes,
               uint64_t origin);
/* Moves all of `first` to the front, whatever the bounds, as its own have held: and then
 * nothing is taken until they are kept again. */
void queue_put_in_front(struct queue *q, struct queue *first);
/* The oldest, lent until queue_drop(); false: empty. */
bool queue_head(struct queue *q, struct queued *out);
/* Forgets the oldest; there must be one. */
void queue_drop(struct queue *q);
size_t queue_count(const struct queue *q);

#endif
