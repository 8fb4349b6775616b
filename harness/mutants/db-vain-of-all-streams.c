/* Counts what came to nothing on a stream of its own together with that of the streams before
 * it.  Breaks EDGE-PAIRS-3. */
#include "edge/outbound_private.h"

__typeof__(outbound_key) __real_outbound_key, __wrap_outbound_key;

void __wrap_outbound_key(struct outbound *ob, const struct stream_event *ev)
{
	static size_t before;

	ob->vain = before++;
	__real_outbound_key(ob, ev);
}
