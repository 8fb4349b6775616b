/* Answers a stream error by another.  Breaks R6120-4.9.1.1-2. */
#include "xmpp/state.h"

__typeof__(stream_peer_error) __wrap_stream_peer_error;

bool __wrap_stream_peer_error(struct stream *s, const struct element *e,
                              struct stream_event *ev)
{
	(void)e, (void)ev;
	return stream_fatal(s, CAUSE_INTERNAL, NULL);
}
