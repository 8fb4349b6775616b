/* Uses the prefix of dialback without having declared it.  Breaks X0220-2-1. */
#include "xmpp/header.h"

__typeof__(header_write) __real_header_write, __wrap_header_write;

void __wrap_header_write(struct buf *out, const struct header *h)
{
	struct header bare = *h;

	bare.dialback = false;
	__real_header_write(out, &bare);
}
