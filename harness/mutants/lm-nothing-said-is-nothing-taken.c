/* A partner that says no number is thought to take 10000 bytes.  Breaks X0478-3-4. */
#include "xmpp/stream_limits.h"

__typeof__(stream_limits_most) __real_stream_limits_most, __wrap_stream_limits_most;
__typeof__(stream_limits_allow) __real_stream_limits_allow, __wrap_stream_limits_allow;

size_t __wrap_stream_limits_most(struct stream_limits theirs)
{
	return theirs.max_bytes == 0 ? 10000 : __real_stream_limits_most(theirs);
}

bool __wrap_stream_limits_allow(struct stream_limits theirs, size_t bytes)
{
	return theirs.max_bytes == 0 ? bytes <= 10000 : __real_stream_limits_allow(theirs, bytes);
}
