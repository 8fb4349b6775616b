/* Lets the connection go without a closing tag of its own.  Breaks R6120-4.4-3. */
#include "xmpp/state.h"

__typeof__(stream_end) __wrap_stream_end;

bool __wrap_stream_end(struct stream *s, enum cause cause)
{
	s->cause = cause;
	s->state = ST_OVER;
	return false;
}
