/* The decisions of stream_limits.h. */
#include "xmpp/stream_limits.h"

bool stream_limits_said(const struct stream_offer *offer)
{
	return offer->limits && !offer->starttls_required;
}

size_t stream_limits_most(struct stream_limits theirs)
{
	return theirs.max_bytes != 0 ? theirs.max_bytes : SIZE_MAX;
}

bool stream_limits_allow(struct stream_limits theirs, size_t bytes)
{
	return theirs.max_bytes == 0 || bytes <= theirs.max_bytes;
}

uint64_t stream_limits_keepalive(uint64_t ours_ms, struct stream_limits theirs)
{
	uint64_t half = (uint64_t)theirs.idle_seconds * 1000 / 2;

	return half != 0 && half < ours_ms ? half : ours_ms;
}
