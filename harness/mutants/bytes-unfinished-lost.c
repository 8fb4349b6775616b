/* Loses what it has read when that does not end where an element ends, once
 * the stream is there: so much for cut segments.
 * Breaks R6120-8-1, R6120-11.7-1. */
#include "xmpp/stream.h"

__typeof__(stream_feed) __real_stream_feed, __wrap_stream_feed;

void __wrap_stream_feed(struct stream *s, struct view bytes, uint64_t now)
{
	if (stream_is_established(s) && !view_ends(bytes, VIEW(">")))
		return;
	__real_stream_feed(s, bytes, now);
}
