/* Keeps its own time for signs of life, whatever the partner has said.  Breaks X0478-3-6. */
#include "xmpp/stream_limits.h"

__typeof__(stream_limits_keepalive) __wrap_stream_limits_keepalive;

uint64_t __wrap_stream_limits_keepalive(uint64_t ours_ms, struct stream_limits theirs)
{
	(void)theirs;
	return ours_ms;
}
