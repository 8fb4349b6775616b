/* Gives all streams one id.  Breaks R6120-4.7.3-2, R6120-4.7.3-3. */
#include <string.h>

#include "xmpp/state.h"

__typeof__(stream_write_header) __real_stream_write_header, __wrap_stream_write_header;

void __wrap_stream_write_header(struct stream *s, struct view from, bool dialback)
{
	memcpy(s->id, "abcdefghijklmnopqrst", sizeof s->id);
	__real_stream_write_header(s, from, dialback);
}
