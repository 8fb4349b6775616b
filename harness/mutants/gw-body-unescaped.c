/* Text goes into XML as it is.  Breaks R7572-5-1. */
#include "gateway/gateway_private.h"
#include "lib/buf.h"
#include "xml/writer.h"

__typeof__(xml_write) __real_xml_write, __wrap_xml_write;

void __wrap_xml_write(struct buf *out, const struct element *e, const struct xml_scope *scope)
{
	struct buf b = { 0 };
	struct view rest;

	__real_xml_write(&b, e, scope);
	rest = buf_view(&b);
	while (rest.n != 0) {
		bool lt = view_starts(rest, VIEW("&lt;"));

		buf_putc(out, lt ? '<' : rest.p[0]);
		rest = view_from(rest, lt ? 4 : 1);
	}
	buf_free(&b);
}
