/* A partner that says no number is thought to take 10000 bytes.  Breaks X0478-3-4. */
#include "xmpp/stream_limits.h"

__typeof__(stream_limits_allow) __real_stream_limits_allow, __wrap_stream_limits_allow;

bool __wrap_stream_limits_allow(struct stream_limits theirs, size_t bytes)
{
	if (theirs.max_bytes == 0)
		return bytes <= 10000;
	return __real_stream_limits_allow(theirs, bytes);
}
