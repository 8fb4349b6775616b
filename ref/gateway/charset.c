#include "gateway/text.h"

#include <unistr.h>

bool text_is_xml_char(uint32_t c)
{
	return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xd7ff) ||
	       (c >= 0xe000 && c <= 0xfffd) || (c >= 0x10000 && c <= 0x10ffff);
}

/* CR LF and CR to LF: true when byte `i` has been dealt with. */
static bool line_end(struct view v, size_t i, struct buf *out)
{
	if (v.p[i] != '\r')
		return false;
	if (i + 1 == v.n || v.p[i + 1] != '\n')
		buf_putc(out, '\n');
	return true;
}

static bool is_plain(unsigned char c)
{
	return c >= ' ' && c < 0x80;
}

void text_from_sip(struct view bytes, struct buf *out)
{
	size_t i = 0;

	while (i < bytes.n) {
		unsigned char c = (unsigned char)bytes.p[i];
		ucs4_t code;
		int n;

		if (is_plain(c)) {
			size_t from = i;

			while (i < bytes.n && is_plain((unsigned char)bytes.p[i]))
				i++;
			buf_put(out, bytes.p + from, i - from);
			continue;
		}
		if (line_end(bytes, i, out)) {
			i++;
			continue;
		}
		n = u8_mbtoucr(&code, (const uint8_t *)bytes.p + i, bytes.n - i);
		if (n > 0 && text_is_xml_char(code))
			buf_put(out, bytes.p + i, (size_t)n);
		else
			buf_puts(out, TEXT_REPLACEMENT);
		i += n > 0 ? (size_t)n : 1;
	}
}

static void from_latin1(struct view bytes, bool ascii, struct buf *out)
{
	for (size_t i = 0; i < bytes.n; i++) {
		unsigned char c = (unsigned char)bytes.p[i];

		if (line_end(bytes, i, out))
			continue;
		if (!text_is_xml_char(c) || (ascii && c >= 0x80))
			buf_puts(out, TEXT_REPLACEMENT);
		else if (c < 0x80)
			buf_putc(out, (char)c);
		else
			buf_put(out,
			        (char[]){ (char)(0xc0 | c >> 6), (char)(0x80 | (c & 0x3f)) },
			        2);
	}
}

static bool named(struct view charset, const char *const *names)
{
	for (; *names != NULL; names++)
		if (view_ieq(charset, view_of(*names)))
			return true;
	return false;
}

/* Names of the registry (RFC 2978) for three charsets: what all that speaks SIP
 * can send.  UTF-8 without a word (RFC 3261 7.3.1, RFC 3428 10). */
bool charset_to_utf8(struct view charset, struct view bytes, struct buf *out)
{
	static const char *const utf8[] = { "utf-8", "utf8", NULL };
	static const char *const ascii[] = { "us-ascii", "ascii", "iso646-us", NULL };
	static const char *const latin1[] = { "iso-8859-1", "iso_8859-1", "latin1", "l1",
		                              NULL };

	if (charset.n == 0 || named(charset, utf8)) {
		if (view_starts(bytes, VIEW("\xef\xbb\xbf")))
			bytes = view_from(bytes, 3);
		text_from_sip(bytes, out);
		return true;
	}
	if (named(charset, ascii) || named(charset, latin1)) {
		from_latin1(bytes, named(charset, ascii), out);
		return true;
	}
	return false;
}
