/* Takes the first that waits last.  Breaks R6120-10.1-2, R6120-10.4.3-2. */
#include "edge/queue.h"

__typeof__(queue_head) __real_queue_head, __wrap_queue_head;

bool __wrap_queue_head(struct queue *q, struct queued *out)
{
	static const struct queue *turned;

	if (turned != q && queue_count(q) > 1 && __real_queue_head(q, out)) {
		turned = q;
		if (queue_put(q, out->element, 0, out->origin))
			queue_drop(q);
	}
	return __real_queue_head(q, out);
}
