/* The classes: the only way of anybody's bytes into a message; see writer.h. */
#include <string.h>

#include "lib/text.h"
#include "sip/chars.h"
#include "sip/writer.h"

#define REPLACEMENT "\xef\xbf\xbd" /* U+FFFD */

static void put_class(struct buf *out, struct view v, unsigned classes)
{
	size_t n;

	while (v.n > 0) {
		n = sip_span(v, classes);
		buf_put(out, v.p, n);
		v = view_from(v, n);
		if (v.n > 0) {
			buf_putc(out, '_');
			v = view_from(v, 1);
		}
	}
}

void sip_put_token(struct buf *out, struct view v)
{
	if (v.n == 0)
		buf_putc(out, '_');
	put_class(out, v, SIP_C_TOKEN);
}

void sip_put_call_id(struct buf *out, struct view v)
{
	struct view left, right;
	bool at = view_cut(v, '@', &left, &right) && left.n > 0 && right.n > 0;

	if (v.n == 0)
		buf_putc(out, '_');
	put_class(out, at ? left : v, SIP_C_WORD);
	if (at) {
		buf_putc(out, '@');
		put_class(out, right, SIP_C_WORD);
	}
}

/* Bytes of the UTF-8 character at the front; 0: there is none. */
static size_t character(struct view v)
{
	unsigned char c = (unsigned char)v.p[0];
	size_t n = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;

	return n <= v.n && text_utf8_valid((struct view){ v.p, n }) ? n : 0;
}

void sip_put_quoted(struct buf *out, struct view v)
{
	size_t n;

	buf_putc(out, '"');
	for (; v.n > 0; v = view_from(v, n)) {
		char c = v.p[0];

		n = character(v);
		if (n == 0) {
			buf_puts(out, REPLACEMENT);
			n = 1;
		} else if (n > 1) {
			buf_put(out, v.p, n);
		} else if (c == '"' || c == '\\') {
			buf_putc(out, '\\');
			buf_putc(out, c);
		} else if (c == '\t' || c == '\r' || c == '\n') {
			buf_putc(out, ' ');
		} else if (sip_char_is(c, SIP_C_QUOTED)) {
			buf_putc(out, c);
		}
	}
	buf_putc(out, '"');
}

void sip_put_text(struct buf *out, struct view v)
{
	bool gap = false, begun = false;
	size_t n;

	for (; v.n > 0; v = view_from(v, n)) {
		unsigned char c = (unsigned char)v.p[0];

		n = character(v);
		if (n == 1 && (c <= ' ' || c == 0x7f)) {
			gap = true;
			continue;
		}
		if (gap && begun)
			buf_putc(out, ' ');
		gap = false;
		begun = true;
		if (n > 0)
			buf_put(out, v.p, n);
		else
			buf_puts(out, REPLACEMENT);
		n = n > 0 ? n : 1;
	}
}

void sip_put_uri(struct buf *out, struct view uri)
{
	size_t n;

	while (uri.n > 0) {
		n = sip_span_escaped(uri, SIP_C_URI);
		buf_put(out, uri.p, n);
		uri = view_from(uri, n);
		if (uri.n > 0) {
			buf_printf(out, "%%%02X", (unsigned)(unsigned char)uri.p[0]);
			uri = view_from(uri, 1);
		}
	}
}

void sip_put_host(struct buf *out, struct view v)
{
	if (v.n == 0)
		buf_putc(out, '_');
	for (size_t i = 0; i < v.n; i++)
		buf_putc(out, sip_char_is(v.p[i], SIP_C_HOST) || v.p[i] == ':' ||
		                              v.p[i] == '[' || v.p[i] == ']'
		                      ? v.p[i]
		                      : '_');
}

void sip_put_value(struct buf *out, struct view value)
{
	static const char ends[] = "\r\n";
	char *p, *at;

	if (value.n == 0)
		return;
	p = buf_room(out, value.n);
	memcpy(p, value.p, value.n);
	for (const char *c = ends; *c != '\0'; c++)
		for (at = p; (at = memchr(at, *c, (size_t)(p + value.n - at))) != NULL; at++)
			*at = ' ';
	buf_grew(out, value.n);
}

void sip_put_literal(struct buf *out, const char *literal)
{
	buf_puts(out, literal);
}

void sip_put_number(struct buf *out, uint64_t n)
{
	char digits[20];
	size_t at = sizeof digits;

	do
		digits[--at] = (char)('0' + n % 10);
	while ((n /= 10) != 0);
	buf_put(out, digits + at, sizeof digits - at);
}
