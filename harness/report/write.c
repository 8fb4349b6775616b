#include "report/write.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/text.h"

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

/* Bytes of the character at `text`; 0: it is none that XML can carry. */
static size_t character(const char *text)
{
	unsigned char c = (unsigned char)text[0];
	size_t n = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;

	if (n == 1)
		return c >= 0x20 && c != 0x7f ? 1 : 0;
	return strnlen(text, n) == n && text_utf8_valid((struct view){ text, n }) ? n : 0;
}

void write_escaped(struct buf *b, const char *text)
{
	size_t n;

	while (text != NULL && *text != '\0') {
		n = 1;
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
		case '\r': /* as itself it would be read as the end of a line */
			buf_puts(b, "&#13;");
			break;
		case '\t':
		case '\n':
			buf_putc(b, *text);
			break;
		default:
			n = character(text);
			if (n == 0)
				buf_putc(b, '?');
			else
				buf_put(b, text, n);
			n += n == 0;
		}
		text += n;
	}
}
