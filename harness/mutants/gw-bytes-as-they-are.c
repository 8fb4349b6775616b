/* A character that XML forbids goes on, as text and on the wire.  Breaks R7572-5-2. */
#include "gateway/text.h"
#include "xml/writer.h"

__typeof__(xml_write) __real_xml_write, __wrap_xml_write;

void __wrap_xml_write(struct buf *out, const struct element *e, const struct xml_scope *scope)
{
	struct buf b = { 0 };
	struct view rest;

	__real_xml_write(&b, e, scope);
	rest = buf_view(&b);
	while (rest.n != 0) {
		bool replaced = view_starts(rest, VIEW(TEXT_REPLACEMENT));

		buf_putc(out, replaced ? '\x01' : rest.p[0]);
		rest = view_from(rest, replaced ? sizeof TEXT_REPLACEMENT - 1 : 1);
	}
	buf_free(&b);
}
