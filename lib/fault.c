#include "lib/fault.h"

#include <stdarg.h>
#include <stdlib.h>

#include "lib/buf.h"
#include "lib/mem.h"

/* What is quoted in it may hold a line feed; it is one line all the same. */
static char *one_line(struct view v)
{
	struct buf b = { 0 };

	for (size_t i = 0; i < v.n; i++)
		if ((unsigned char)v.p[i] < 0x20 || v.p[i] == 0x7f)
			buf_printf(&b, "\\x%02x", (unsigned)v.p[i]);
		else
			buf_putc(&b, v.p[i]);
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

void fault_print(const struct fault *f, FILE *to)
{
	if (f->text == NULL)
		return;
	if (f->file != NULL) {
		fprintf(to, "%s:", f->file);
		if (f->line != 0)
			fprintf(to, "%u:", f->line);
		if (f->line != 0 && f->column != 0)
			fprintf(to, "%u:", f->column);
		fputc(' ', to);
	}
	fputs(f->text, to);
}

void fault_free(struct fault *f)
{
	free(f->file);
	free(f->text);
	*f = (struct fault){ NULL, 0, 0, NULL };
}
