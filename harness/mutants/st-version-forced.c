/* Answers a header without version as if it had said 1.0.  Breaks R6120-4.7.5-4, LYNC-GTALK-1. */
#include "xmpp/header.h"

__typeof__(header_write) __real_header_write, __wrap_header_write;

void __wrap_header_write(struct buf *out, const struct header *h)
{
	struct header forced = *h;

	forced.has_version = true;
	forced.version = VERSION_OURS;
	__real_header_write(out, &forced);
}
