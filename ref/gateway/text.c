#include "gateway/text.h"

#include <string.h>
#include <unistr.h>

#include "gateway/html.h"
#include "gateway/language.h"
#include "gateway/multipart.h"
#include "gateway/typing.h"
#include "lib/text.h"
#include "sip/field.h"

/* --- media types ------------------------------------------------------------ */

static struct view unquoted(struct view value, struct region *r)
{
	struct buf b = { 0 };
	struct view out;

	if (value.p[0] != '"')
		return region_copy(r, value);
	sip_unquote(&b, value);
	out = region_copy(r, buf_view(&b));
	buf_free(&b);
	return out;
}

static bool read_media_type(struct view value, struct region *r, struct media_type *out)
{
	struct sip_media m;
	struct view v;

	if (!sip_media_read(value, &m))
		return false;
	*out = (struct media_type){ .type = m.type, .subtype = m.subtype };
	if (sip_parameter(m.parameters, "charset", &v) && v.n != 0)
		out->charset = unquoted(v, r);
	if (sip_parameter(m.parameters, "boundary", &v) && v.n != 0)
		out->boundary = unquoted(v, r);
	return true;
}

static bool read_type(struct view value, struct region *r, struct media_type *out)
{
	return read_media_type(value.n != 0 ? value : VIEW("text/plain"), r, out);
}

/* --- one body --------------------------------------------------------------- */

static void refuse(struct body *b, int status, const char *words)
{
	*b = (struct body){ .kind = BODY_REFUSED, .status = status, .words = words };
}

/* False: a charset that is not read here. */
static bool take_text(const struct media_type *m, bool html, struct view bytes,
                      struct region *r, struct view *out)
{
	struct buf utf8 = { 0 }, words = { 0 };
	bool ok = charset_to_utf8(m->charset, bytes, &utf8);

	if (ok && html)
		html_to_text(buf_view(&utf8), &words);
	if (ok)
		*out = region_copy(r, buf_view(html ? &words : &utf8));
	buf_free(&utf8);
	buf_free(&words);
	return ok;
}

/* --- several ---------------------------------------------------------------- */

struct pick {
	struct region *r;
	struct view plain, html; /* p NULL: none so far */
	struct view plain_language, html_language;
	bool broken;
};

static void look_into(struct pick *pick, const struct media_type *m, struct view bytes,
                      unsigned depth);

static void look_at(struct pick *pick, const struct part *p, unsigned depth)
{
	struct media_type m;
	struct view bytes;

	if (!part_is_shown(p) || !read_type(p->type, pick->r, &m))
		return;
	switch (body_as_text(&m)) {
	case FORM_PLAIN:
		if (part_decode(p, pick->r, &bytes) &&
		    take_text(&m, false, bytes, pick->r, &pick->plain))
			pick->plain_language = p->language;
		break;
	case FORM_HTML:
		if (pick->html.p == NULL && part_decode(p, pick->r, &bytes) &&
		    take_text(&m, true, bytes, pick->r, &pick->html))
			pick->html_language = p->language;
		break;
	case FORM_MULTIPART:
		look_into(pick, &m, p->bytes, depth + 1);
		break;
	case FORM_TYPING:
	case FORM_ENCRYPTED:
	case FORM_OTHER:
		break;
	}
}

static void look_into(struct pick *pick, const struct media_type *m, struct view bytes,
                      unsigned depth)
{
	struct multipart parts = { .rest = bytes, .boundary = m->boundary };
	enum multipart_step step = PART_BAD;
	struct part p;

	if (depth > MULTIPART_DEPTH_MAX) {
		pick->broken = true;
		return;
	}
	while (pick->plain.p == NULL &&
	       (step = multipart_next(&parts, pick->r, &p)) == PART_ONE)
		look_at(pick, &p, depth);
	if (pick->plain.p == NULL && step == PART_BAD)
		pick->broken = true;
}

static void read_multipart(const struct media_type *m, struct view bytes, struct region *r,
                           struct body *out)
{
	struct pick pick = { .r = r };

	look_into(&pick, m, bytes, 1);
	if (pick.plain.p != NULL)
		*out = (struct body){ .kind = BODY_TEXT,
			              .text = pick.plain,
			              .language = language_tag(pick.plain_language) };
	else if (pick.broken)
		refuse(out, 400, "a multipart body that is broken or beyond a limit");
	else if (pick.html.p != NULL)
		*out = (struct body){ .kind = BODY_TEXT,
			              .text = pick.html,
			              .language = language_tag(pick.html_language) };
	else
		refuse(out, 415, "a multipart body without a text");
}

/* --- any -------------------------------------------------------------------- */

static void read_text(const struct media_type *m, bool html, struct view bytes,
                      struct region *r, struct body *out)
{
	*out = (struct body){ .kind = BODY_TEXT };
	if (!take_text(m, html, bytes, r, &out->text))
		refuse(out, 415, "a charset that is not read here");
}

static void read_typing(struct view bytes, struct body *out)
{
	*out = (struct body){ .kind = BODY_TYPING };
	if (!typing_read(bytes, &out->typing, &out->refresh))
		refuse(out, 400, "no isComposing document");
}

void body_read(struct view type, struct view bytes, size_t max, struct region *r,
               struct body *out)
{
	struct media_type m;

	if (!read_type(type, r, &m)) {
		refuse(out, 400, "a Content-Type that is none");
		return;
	}
	switch (body_as_text(&m)) {
	case FORM_PLAIN:
		read_text(&m, false, bytes, r, out);
		break;
	case FORM_HTML:
		read_text(&m, true, bytes, r, out);
		break;
	case FORM_MULTIPART:
		read_multipart(&m, bytes, r, out);
		break;
	case FORM_TYPING:
		read_typing(bytes, out);
		break;
	case FORM_ENCRYPTED:
		refuse(out, 493, "an encrypted body");
		break;
	case FORM_OTHER:
		refuse(out, 415, "a body that is no text");
		break;
	}
	if (out->kind == BODY_TEXT && out->text.n > max)
		refuse(out, 413, "a text larger than a stanza may be");
}

/* --- the other way ---------------------------------------------------------- */

void text_to_sip(struct view text, struct buf *out)
{
	size_t from = 0;

	/* One line, as most are. */
	if (text.n == 0 ||
	    (memchr(text.p, '\n', text.n) == NULL && memchr(text.p, '\r', text.n) == NULL)) {
		buf_putv(out, text);
		return;
	}
	for (size_t i = 0; i < text.n; i++) {
		bool pair = text.p[i] == '\r' && i + 1 < text.n && text.p[i + 1] == '\n';

		if (text.p[i] != '\n' && text.p[i] != '\r')
			continue;
		buf_put(out, text.p + from, i - from);
		from = i + 1;
		if (!pair)
			buf_put(out, "\r\n", 2);
	}
	if (from < text.n)
		buf_put(out, text.p + from, text.n - from);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

struct view text_blanks(struct view value, struct region *r)
{
	struct buf out = { 0 };
	struct view copy;

	for (size_t i = 0; i < value.n; i++)
		if (!is_blank(value.p[i]))
			buf_putc(&out, value.p[i]);
		else if (i == 0 || !is_blank(value.p[i - 1]))
			buf_putc(&out, ' ');
	copy = region_copy(r, buf_view(&out));
	buf_free(&out);
	return copy;
}

/* A line end by any name, or a control: Unicode 5.8, general category Cc. */
static bool ends_line(uint32_t c)
{
	return c < ' ' || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029;
}

/* Nothing in it would be changed, and it can be cut anywhere. */
static bool is_plain_line(struct view text)
{
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] < ' ' || text.p[i] > '~')
			return false;
	return true;
}

struct view text_one_line(struct view text, size_t max, struct region *r)
{
	struct buf line = { 0 };
	struct view out;
	bool due = false;

	if (is_plain_line(text)) {
		out = view_trim(text);
		out.n = out.n < max ? out.n : max;
		return region_copy(r, view_trim(out));
	}

	for (size_t i = 0; i < text.n;) {
		ucs4_t c;
		int n = u8_mbtoucr(&c, (const uint8_t *)text.p + i, text.n - i);

		if (n > 0 && ends_line(c)) {
			due = true;
		} else {
			if (due)
				buf_putc(&line, ' ');
			due = false;
			if (n > 0 && text_is_xml_char(c))
				buf_put(&line, text.p + i, (size_t)n);
			else
				buf_puts(&line, TEXT_REPLACEMENT);
		}
		i += n > 0 ? (size_t)n : 1;
	}
	out = view_trim(text_utf8_cut(view_trim(buf_view(&line)), max));
	out = region_copy(r, out);
	buf_free(&line);
	return out;
}
