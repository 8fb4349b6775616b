/* Lets one stanza wait for a stream, and refuses the next.  Breaks R6120-10.1-2, X0220-2.1.1-2. */
#include "edge/queue.h"

__typeof__(queue_new) __real_queue_new, __wrap_queue_new;

struct queue *__wrap_queue_new(size_t max_stanzas, size_t max_bytes)
{
	/* What has been written is kept in a queue as well, a far longer one. */
	return __real_queue_new(max_stanzas > 10000 ? max_stanzas : 1, max_bytes);
}
