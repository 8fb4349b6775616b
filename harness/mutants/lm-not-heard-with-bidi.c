/* Passes over the limits of who asks for both ways.  Breaks X0478-3-5, X0478-3-7. */
#include "xml/element.h"
#include "xmpp/stream_limits.h"

__typeof__(stream_limits_read) __real_stream_limits_read, __wrap_stream_limits_read;

struct stream_limits __wrap_stream_limits_read(const struct element *parent)
{
	if (view_is(parent->name, "bidi"))
		return (struct stream_limits){ 0 };
	return __real_stream_limits_read(parent);
}
