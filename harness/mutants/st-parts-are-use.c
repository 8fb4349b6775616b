/* Takes a part of a stanza for a use of the stream.  Breaks EDGE-END-2. */
#include "xmpp/state.h"

__typeof__(stream_feed) __real_stream_feed, __wrap_stream_feed;

void __wrap_stream_feed(struct stream *s, struct view bytes, uint64_t now)
{
	__real_stream_feed(s, bytes, now);
	if (bytes.n != 0 && bytes.p[bytes.n - 1] != '>')
		s->used = s->now;
}
