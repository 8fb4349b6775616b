/* Counts each stanza that waits as if it were twice as long.  Breaks EDGE-QUEUE-2. */
#include "edge/queue.h"

__typeof__(queue_put) __real_queue_put, __wrap_queue_put;

bool __wrap_queue_put(struct queue *q, const struct element *e, size_t bytes, uint64_t origin)
{
	return __real_queue_put(q, e, 2 * bytes, origin);
}
