/* A header without a version, as before XMPP 1.0.
 * Breaks R6120-4.7.5-1, R6120-4.8.2-1, R6120-4.7.5-2. */
#include "xmpp/header.h"

__typeof__(header_write) __real_header_write, __wrap_header_write;

void __wrap_header_write(struct buf *out, const struct header *h)
{
	struct header old = *h;

	old.has_version = false;
	__real_header_write(out, &old);
}
