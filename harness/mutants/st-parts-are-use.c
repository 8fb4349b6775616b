/* Keeps a stream for as long as somebody has begun a stanza on it.  Breaks EDGE-END-2. */
#include "xmpp/state.h"

__typeof__(stream_feed) __real_stream_feed, __wrap_stream_feed;

void __wrap_stream_feed(struct stream *s, struct view bytes, uint64_t now)
{
	__real_stream_feed(s, bytes, now);
	if (bytes.n != 0 && bytes.p[bytes.n - 1] != '>') {
		s->marks &= ~(unsigned)MARK_USED;
		s->used = UINT64_MAX / 2;
	}
}
