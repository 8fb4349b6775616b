/* Repairs bytes that never occur in UTF-8 instead of refusing them.
 * Breaks EDGE-BYTES-1, R6120-11.6-2. */
#include "lib/buf.h"
#include "xml/reader.h"

__typeof__(xml_feed) __real_xml_feed, __wrap_xml_feed;

void __wrap_xml_feed(struct xml_reader *r, struct view bytes)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < bytes.n; i++)
		buf_putc(&b, (unsigned char)bytes.p[i] >= 0xf5 ? '?' : bytes.p[i]);
	__real_xml_feed(r, buf_view(&b));
	buf_free(&b);
}
