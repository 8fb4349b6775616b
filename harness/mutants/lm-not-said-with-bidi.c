/* Writes no limits into what asks for both ways.  Breaks X0478-3-7. */
#include "xml/element.h"
#include "xmpp/stream_limits.h"

__typeof__(stream_limits_write) __real_stream_limits_write, __wrap_stream_limits_write;

void __wrap_stream_limits_write(struct region *r, struct element *parent,
                                struct stream_limits limits)
{
	if (!view_is(parent->name, "bidi"))
		__real_stream_limits_write(r, parent, limits);
}
