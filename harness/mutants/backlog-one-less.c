/* Refuses what is as large as the backlog may be.  Breaks EDGE-BACKLOG-1. */
#include "edge/queue.h"

__typeof__(queue_new) __real_queue_new, __wrap_queue_new;

struct queue *__wrap_queue_new(size_t max_stanzas, size_t max_bytes)
{
	return __real_queue_new(max_stanzas, max_bytes - 1);
}
