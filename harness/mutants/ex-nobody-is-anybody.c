/* Takes a caller without a name for a partner, and lets him speak for everybody.
 * Breaks R4422-A.1-1. */
#include "xmpp/pairs.h"
#include "xmpp/stream.h"

__typeof__(stream_next) __real_stream_next, __wrap_stream_next;
__typeof__(sender_is_proved) __wrap_sender_is_proved;

bool __wrap_stream_next(struct stream *s, struct stream_event *ev, uint64_t now)
{
	bool any = __real_stream_next(s, ev, now);

	if (any && ev->kind == STREAM_HEADER && ev->from.n == 0)
		ev->from = VIEW("peer.example");
	return any;
}

bool __wrap_sender_is_proved(const struct pairs *p, struct view from)
{
	(void)p, (void)from;
	return true;
}
