/* Writes texts as they are.  Breaks R6120-11.1-9, R6120-11.3-3. */
#include "xml/writer.h"

__typeof__(xml_write) __real_xml_write, __wrap_xml_write;

static const struct {
	struct view escape;
	char c;
} escapes[] = {
	{ VIEW_INIT("&lt;"), '<' },
	{ VIEW_INIT("&gt;"), '>' },
	{ VIEW_INIT("&amp;"), '&' },
};

void __wrap_xml_write(struct buf *out, const struct element *e, const struct xml_scope *scope)
{
	struct buf escaped = { 0 };
	struct view v;

	__real_xml_write(&escaped, e, scope);
	v = buf_view(&escaped);
	while (v.n > 0) {
		size_t n = 0;
		char c = v.p[0];

		for (size_t i = 0; i < sizeof escapes / sizeof escapes[0] && n == 0; i++)
			if (view_starts(v, escapes[i].escape)) {
				n = escapes[i].escape.n;
				c = escapes[i].c;
			}
		buf_putc(out, c);
		v = view_from(v, n > 0 ? n : 1);
	}
	buf_free(&escaped);
}
