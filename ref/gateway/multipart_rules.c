#include "gateway/multipart.h"

#include "lib/text.h"

bool part_is_shown(const struct part *p)
{
	struct view word, parameters;

	view_cut(p->disposition, ';', &word, &parameters);
	word = view_trim(word);
	return word.n == 0 || view_ieq(word, VIEW("inline")) || view_ieq(word, VIEW("render"));
}

static bool is_white(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* RFC 2045 6.8: lines, unlike in XMPP. */
static bool from_base64(struct view v, struct buf *out)
{
	struct buf one = { 0 };
	bool ok;

	for (size_t i = 0; i < v.n; i++)
		if (!is_white(v.p[i]))
			buf_putc(&one, v.p[i]);
	ok = text_base64_decode(buf_view(&one), out);
	buf_free(&one);
	return ok;
}

/* Bytes of a line end at the start of `v`; 0: none. */
static size_t line_end(struct view v)
{
	if (view_starts(v, VIEW("\r\n")))
		return 2;
	return view_starts(v, VIEW("\n")) ? 1 : 0;
}

/* RFC 2045 6.7, its rule 3 on white space at the end of a line included.  A "=" that
 * begins nothing stays, as that section advises. */
static void from_quoted_printable(struct view v, struct buf *out)
{
	size_t i = 0, written = 0;

	while (i < v.n) {
		struct view rest = view_from(v, i);
		size_t end = line_end(rest);

		if (end != 0) {
			buf_cut(out, written);
			buf_put(out, rest.p, end);
			written = buf_len(out);
			i += end;
		} else if (rest.p[0] == ' ' || rest.p[0] == '\t') {
			buf_putc(out, rest.p[0]);
			i++;
		} else if (rest.p[0] == '=' && line_end(view_from(rest, 1)) != 0) {
			i += 1 + line_end(view_from(rest, 1));
			written = buf_len(out);
		} else if (rest.p[0] == '=' && rest.n >= 3 && text_hex_byte(rest.p + 1) >= 0) {
			buf_putc(out, (char)text_hex_byte(rest.p + 1));
			written = buf_len(out);
			i += 3;
		} else {
			buf_putc(out, rest.p[0]);
			written = buf_len(out);
			i++;
		}
	}
	buf_cut(out, written);
}

bool part_decode(const struct part *p, struct region *r, struct view *out)
{
	struct view e = view_trim(p->encoding);
	struct buf b = { 0 };
	bool ok = true;

	if (e.n == 0 || view_ieq(e, VIEW("binary")) || view_ieq(e, VIEW("8bit")) ||
	    view_ieq(e, VIEW("7bit"))) {
		*out = p->bytes;
		return true;
	}
	if (view_ieq(e, VIEW("quoted-printable")))
		from_quoted_printable(p->bytes, &b);
	else
		ok = view_ieq(e, VIEW("base64")) && from_base64(p->bytes, &b);
	if (ok)
		*out = region_copy(r, buf_view(&b));
	buf_free(&b);
	return ok;
}
