/* Ends the line behind <proceed/>, where TLS begins.  Breaks R6120-5.3.3-1. */
#include "xmpp/state.h"

__typeof__(stream_write) __real_stream_write, __wrap_stream_write;

void __wrap_stream_write(struct stream *s, const struct element *e)
{
	__real_stream_write(s, e);
	if (view_is(e->name, "proceed"))
		buf_putc(&s->out, '\n');
}
