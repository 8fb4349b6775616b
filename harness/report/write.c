#include "report/write.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

bool write_file(const char *path, struct buf *b, struct fault *f)
{
	struct buf next = { 0 };
	FILE *to;
	bool ok;

	buf_printf(&next, "%s.new", path);
	to = fopen(buf_cstr(&next), "we");
	ok = to != NULL && fwrite(buf_cstr(b), 1, buf_len(b), to) == buf_len(b);
	if (to != NULL)
		ok = fclose(to) == 0 && ok;
	ok = ok && rename(buf_cstr(&next), path) == 0;
	if (!ok) {
		fault_set(f, path, 0, 0, "cannot be written: %s", strerror(errno));
		unlink(buf_cstr(&next));
	}
	buf_free(&next);
	buf_free(b);
	return ok;
}

void write_escaped(struct buf *b, const char *text)
{
	for (; text != NULL && *text != '\0'; text++)
		switch (*text) {
		case '<':
			buf_puts(b, "&lt;");
			break;
		case '>':
			buf_puts(b, "&gt;");
			break;
		case '&':
			buf_puts(b, "&amp;");
			break;
		case '"':
			buf_puts(b, "&quot;");
			break;
		case '\t':
		case '\n':
			buf_putc(b, *text);
			break;
		default:
			buf_putc(b, (unsigned char)*text < 0x20 ? '?' : *text);
		}
}
