#include "lib/fault.h"

#include <stdarg.h>
#include <stdlib.h>

#include "lib/buf.h"
#include "lib/mem.h"
#include "lib/text.h"

#define CUT_TAIL 150 /* the reason is behind what is quoted */

static bool is_continuation(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* What is quoted in it may hold a line feed; it is one line all the same. */
static char *one_line(struct view v)
{
	size_t head = text_utf8_cut(v, FAULT_MAX - CUT_TAIL).n;
	struct buf b = { 0 };

	for (size_t i = 0; i < v.n; i++) {
		if (v.n > FAULT_MAX && i == head) {
			i = v.n - CUT_TAIL;
			while (i < v.n && is_continuation(v.p[i]))
				i++;
			buf_puts(&b, " [...] ");
		}
		if ((unsigned char)v.p[i] < 0x20 || v.p[i] == 0x7f)
			buf_printf(&b, "\\x%02x", (unsigned)v.p[i]);
		else
			buf_putc(&b, v.p[i]);
	}
	return buf_take(&b);
}

bool fault_set(struct fault *f, const char *file, unsigned line,
               unsigned column, const char *fmt, ...)
{
	struct buf text = { 0 };
	char *file_copy;
	va_list ap;

	/* First made, then the old one freed: it may be among the arguments. */
	va_start(ap, fmt);
	buf_vprintf(&text, fmt, ap);
	va_end(ap);
	file_copy = file != NULL ? mem_strdup(file) : NULL;
	fault_free(f);
	f->file = file_copy;
	f->line = line;
	f->column = column;
	f->text = one_line(buf_view(&text));
	buf_free(&text);
	return false;
}

void fault_place(const struct fault *f, struct buf *out)
{
	if (f->file == NULL)
		return;
	buf_puts(out, f->file);
	if (f->line != 0)
		buf_printf(out, ":%u", f->line);
	if (f->line != 0 && f->column != 0)
		buf_printf(out, ":%u", f->column);
}

void fault_print(const struct fault *f, FILE *to)
{
	struct buf place = { 0 };

	if (f->text == NULL)
		return;
	fault_place(f, &place);
	fprintf(to, "%s%s%s", buf_cstr(&place), buf_len(&place) != 0 ? ": " : "", f->text);
	buf_free(&place);
}

void fault_free(struct fault *f)
{
	free(f->file);
	free(f->text);
	*f = (struct fault){ NULL, 0, 0, NULL };
}
