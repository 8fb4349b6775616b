/* The answering header says neither who speaks nor to whom, and has no id.
 * Breaks R6120-4.7.1-3, R6120-4.7.2-2, R6120-4.7.3-1. */
#include "xmpp/header.h"

__typeof__(header_write) __real_header_write, __wrap_header_write;

void __wrap_header_write(struct buf *out, const struct header *h)
{
	struct header bare = *h;

	if (h->id.p != NULL)
		bare.from.p = bare.to.p = bare.id.p = NULL;
	__real_header_write(out, &bare);
}
