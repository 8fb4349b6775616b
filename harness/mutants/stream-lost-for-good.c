/* Leaves a partner alone whose stream has ended.  Breaks X0220-2.1.1-2, LYNC-HA-4. */
#include "edge/outbound_private.h"
#include "edge/retry.h"

__typeof__(outbound_end) __real_outbound_end, __wrap_outbound_end;

void __wrap_outbound_end(struct outbound *ob, enum cause cause, const char *words)
{
	/* The first failures are free. */
	for (int i = 0; i < 6; i++)
		retry_failed(ob->edge, view_of(ob->partner), CAUSE_PEER_CLOSED);
	__real_outbound_end(ob, cause, words);
}
