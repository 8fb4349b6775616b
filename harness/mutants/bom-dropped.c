/* Takes U+FEFF for a byte order mark wherever it stands.  Breaks R6120-11.6-3. */
#include "xml/writer.h"

__typeof__(xml_write) __real_xml_write, __wrap_xml_write;

void __wrap_xml_write(struct buf *out, const struct element *e, const struct xml_scope *scope)
{
	const struct view mark = VIEW("\xef\xbb\xbf");
	struct buf whole = { 0 };
	struct view v;

	__real_xml_write(&whole, e, scope);
	v = buf_view(&whole);
	while (v.n > 0) {
		if (view_starts(v, mark)) {
			v = view_from(v, mark.n);
			continue;
		}
		buf_putc(out, v.p[0]);
		v = view_from(v, 1);
	}
	buf_free(&whole);
}
