/* Counts its streams, and gives them their number as id.  Breaks R6120-4.7.3-3. */
#include <stdio.h>

#include "xmpp/state.h"

__typeof__(stream_write_header) __real_stream_write_header, __wrap_stream_write_header;

void __wrap_stream_write_header(struct stream *s, struct view from, bool dialback)
{
	static unsigned long n;

	snprintf(s->id, sizeof s->id, "%020lu", ++n);
	__real_stream_write_header(s, from, dialback);
}
