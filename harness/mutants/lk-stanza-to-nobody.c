/* Passes over a stanza without address, and over what comes out of order.
 * Breaks LINK-3-1, LINK-4-1. */
#include "xmpp/stream.h"

__typeof__(stream_refuse) __real_stream_refuse, __wrap_stream_refuse;

void __wrap_stream_refuse(struct stream *s, struct view from, enum cause cause,
                          const char *words)
{
	if (cause != CAUSE_IMPROPER_ADDRESSING && cause != CAUSE_UNEXPECTED_ELEMENT)
		__real_stream_refuse(s, from, cause, words);
}
