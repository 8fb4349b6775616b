/* Says nothing of dialback in its header.  Breaks X0220-2.4.1-1. */
#include "xmpp/state.h"

__typeof__(stream_write_header) __real_stream_write_header, __wrap_stream_write_header;

void __wrap_stream_write_header(struct stream *s, struct view from, bool dialback)
{
	(void)dialback;
	__real_stream_write_header(s, from, false);
}
