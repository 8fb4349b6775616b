/* Does not answer the end of a stream, nor a stream error.
 * Breaks R6120-4.4-3, R6120-4.9.1.1-2. */
#include "xmpp/state.h"

__typeof__(stream_end) __wrap_stream_end;
__typeof__(stream_peer_error) __wrap_stream_peer_error;

bool __wrap_stream_end(struct stream *s, enum cause cause)
{
	(void)s, (void)cause;
	return false;
}

bool __wrap_stream_peer_error(struct stream *s, const struct element *e, struct stream_event *ev)
{
	(void)s, (void)e, (void)ev;
	return false;
}
