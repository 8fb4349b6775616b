/* Does not count the keys that come on a stream of its own.  Breaks EDGE-PAIRS-3. */
#include "edge/outbound_private.h"

__typeof__(outbound_key) __real_outbound_key, __wrap_outbound_key;

void __wrap_outbound_key(struct outbound *ob, const struct stream_event *ev)
{
	ob->vain = 0;
	__real_outbound_key(ob, ev);
}
