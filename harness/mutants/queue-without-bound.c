/* Lets stanzas wait for a stream without end.  Breaks EDGE-QUEUE-1, EDGE-QUEUE-2. */
#include "edge/queue.h"

__typeof__(queue_new) __real_queue_new, __wrap_queue_new;

struct queue *__wrap_queue_new(size_t max_stanzas, size_t max_bytes)
{
	(void)max_stanzas, (void)max_bytes;
	return __real_queue_new(SIZE_MAX, SIZE_MAX);
}
