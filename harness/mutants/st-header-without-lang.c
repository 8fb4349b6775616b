/* A header without a language.  Breaks R6120-4.7.4-1. */
#include "xmpp/header.h"

__typeof__(header_write) __real_header_write, __wrap_header_write;

void __wrap_header_write(struct buf *out, const struct header *h)
{
	struct header mute = *h;

	mute.lang.p = NULL;
	__real_header_write(out, &mute);
}
