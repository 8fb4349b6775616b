/* Declares the namespace of an extension for the whole stream.  Breaks R6120-4.8.5-4. */
#include "xmpp/header.h"

__typeof__(header_write) __real_header_write, __wrap_header_write;

void __wrap_header_write(struct buf *out, const struct header *h)
{
	__real_header_write(out, h);
	buf_cut(out, buf_len(out) - 1);
	buf_puts(out, " xmlns:bidi='urn:xmpp:bidi'>");
}
