#include "gateway/html.h"

#include <stdlib.h>
#include <string.h>
#include <unistr.h>

#include "gateway/text.h"
#include "lib/text.h"

#define NAME_MAX_HTML 16 /* of an element or a reference: longer ones are unknown */

struct html {
	struct view in;
	size_t at;
	struct buf *out;
	size_t start; /* of the text in `out` */
	size_t lines; /* line ends that are due before the next character */
	bool space;   /* a space is due */
	unsigned pre; /* open <pre> */
};

/* --- text out --------------------------------------------------------------- */

static void flush(struct html *h)
{
	bool begun = buf_len(h->out) > h->start;

	for (; begun && h->lines > 0; h->lines--, h->space = false)
		buf_putc(h->out, '\n');
	if (begun && h->space)
		buf_putc(h->out, ' ');
	h->lines = 0;
	h->space = false;
}

static void put_space(struct html *h, char c)
{
	if (h->pre == 0)
		h->space = true;
	else if (c == '\n')
		h->lines++;
	else {
		flush(h);
		buf_putc(h->out, c);
	}
}

static void put_code(struct html *h, uint32_t c)
{
	uint8_t bytes[6];
	int n;

	if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
		put_space(h, c == '\n' ? '\n' : ' ');
		return;
	}
	if (!text_is_xml_char(c))
		c = 0xfffd;
	n = u8_uctomb(bytes, c, sizeof bytes);
	flush(h);
	buf_put(h->out, bytes, n > 0 ? (size_t)n : 0);
}

/* --- references ------------------------------------------------------------- */

struct entity {
	const char *name;
	uint32_t code;
};

static int by_name(const void *key, const void *row)
{
	return strcmp(key, ((const struct entity *)row)->name);
}

/* The code point of the reference by name; 0: unknown. */
static uint32_t named(struct view name)
{
	static const struct entity rows[] = {
#define X(name, code) { name, code },
#include "gateway/html_entities.tbl"
#undef X
	};
	char key[NAME_MAX_HTML];
	const struct entity *found;

	if (name.n >= sizeof key)
		return 0;
	memcpy(key, name.p, name.n);
	key[name.n] = '\0';
	found = bsearch(key, rows, sizeof rows / sizeof rows[0], sizeof rows[0], by_name);
	return found != NULL ? found->code : 0;
}

static int digit_of(char c, unsigned base)
{
	int d = text_hex_digit(c);

	return d < (int)base ? d : -1;
}

/* What windows-1252 has where the numbers of a reference have controls: what its
 * writers mean. */
static uint32_t from_windows(uint32_t c)
{
	static const uint16_t high[32] = {
		0x20ac, 0xfffd, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021,
		0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0xfffd, 0x017d, 0xfffd,
		0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
		0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e, 0x0178,
	};

	return c >= 0x80 && c < 0xa0 ? high[c - 0x80] : c;
}

/* Behind "&#"; bytes taken, 0: no reference. */
static size_t numeric(struct view v, uint32_t *code)
{
	unsigned base = v.n != 0 && (v.p[0] == 'x' || v.p[0] == 'X') ? 16 : 10;
	size_t first = base == 16, i = first;
	uint32_t c = 0;

	for (; i < v.n && digit_of(v.p[i], base) >= 0; i++)
		if (c <= 0x10ffff)
			c = base * c + (uint32_t)digit_of(v.p[i], base);
	if (i == first)
		return 0;
	*code = from_windows(c);
	return i;
}

/* At '&': a reference, or itself. */
static void reference(struct html *h)
{
	struct view v = view_from(h->in, h->at + 1);
	uint32_t code = 0;
	size_t n = 0;

	if (v.n != 0 && v.p[0] == '#') {
		n = numeric(view_from(v, 1), &code);
		n += n != 0;
	} else {
		while (n < v.n && n < NAME_MAX_HTML &&
		       ((v.p[n] >= 'a' && v.p[n] <= 'z') || (v.p[n] >= 'A' && v.p[n] <= 'Z') ||
		        (v.p[n] >= '0' && v.p[n] <= '9')))
			n++;
		code = named((struct view){ v.p, n });
		if (code == 0)
			n = 0;
	}
	if (n == 0) {
		put_code(h, '&');
		h->at++;
		return;
	}
	if (n < v.n && v.p[n] == ';')
		n++;
	/* A space that does not break is one that is written. */
	if (code == 0xa0) {
		flush(h);
		buf_putc(h->out, ' ');
	} else {
		put_code(h, code);
	}
	h->at += 1 + n;
}

/* --- tags ------------------------------------------------------------------- */

enum element_kind {
	INLINE,
	SPACED,
	BLOCK,
	BREAK,
	PRE,
	HIDDEN, /* nothing up to its end tag is for a reader */
};

static enum element_kind kind_of(struct view name)
{
	static const struct {
		const char *name;
		enum element_kind kind;
	} rows[] = {
		{ "address", BLOCK },  { "article", BLOCK },  { "blockquote", BLOCK },
		{ "body", BLOCK },     { "br", BREAK },       { "dd", BLOCK },
		{ "div", BLOCK },      { "dl", BLOCK },       { "dt", BLOCK },
		{ "fieldset", BLOCK }, { "footer", BLOCK },   { "form", BLOCK },
		{ "h1", BLOCK },       { "h2", BLOCK },       { "h3", BLOCK },
		{ "h4", BLOCK },       { "h5", BLOCK },       { "h6", BLOCK },
		{ "header", BLOCK },   { "hr", BLOCK },       { "iframe", HIDDEN },
		{ "li", BLOCK },       { "noembed", HIDDEN }, { "noframes", HIDDEN },
		{ "ol", BLOCK },       { "option", SPACED },  { "p", BLOCK },
		{ "pre", PRE },        { "script", HIDDEN },  { "section", BLOCK },
		{ "style", HIDDEN },   { "table", BLOCK },    { "td", SPACED },
		{ "th", SPACED },      { "title", HIDDEN },   { "tr", BLOCK },
		{ "ul", BLOCK },       { "xml", HIDDEN },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (view_ieq(name, view_of(rows[i].name)))
			return rows[i].kind;
	return INLINE;
}

/* From `at` on, where the attributes of a tag stand, to behind its '>'. */
static size_t tag_end(struct view v, size_t at)
{
	char quote = 0, before = 0;

	for (; at < v.n; at++) {
		char c = v.p[at];

		if (quote != 0)
			quote = c == quote ? 0 : quote;
		else if (c == '>')
			return at + 1;
		else if ((c == '"' || c == '\'') && before == '=')
			quote = c;
		if (c != ' ' && c != '\t' && c != '\n')
			before = c;
	}
	return v.n;
}

/* The start of "</name" at or behind `at`, or the end. */
static size_t find_end_tag(struct view v, size_t at, struct view name)
{
	for (; at < v.n; at++) {
		const char *p = memchr(v.p + at, '<', v.n - at);
		struct view rest;

		if (p == NULL)
			break;
		at = (size_t)(p - v.p);
		rest = view_from(v, at + 1);
		if (rest.n > name.n && rest.p[0] == '/' &&
		    view_ieq((struct view){ rest.p + 1, name.n }, name))
			return at;
	}
	return v.n;
}

static void new_line(struct html *h)
{
	if (h->lines == 0)
		h->lines = 1;
}

static void open_or_close(struct html *h, struct view name, bool closes)
{
	switch (kind_of(name)) {
	case INLINE:
		break;
	case SPACED:
		h->space = true;
		break;
	case BREAK:
		h->lines++;
		break;
	case PRE:
		if (!closes)
			h->pre++;
		else if (h->pre != 0)
			h->pre--;
		new_line(h);
		break;
	case BLOCK:
		new_line(h);
		break;
	case HIDDEN:
		if (!closes)
			h->at = find_end_tag(h->in, h->at, name);
		break;
	}
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Behind "<!": a comment, or another declaration. */
static size_t declaration_end(struct view v, size_t at)
{
	struct view rest = view_from(v, at);
	size_t n;

	if (!view_starts(rest, VIEW("--"))) {
		n = view_find(rest, VIEW(">"));
		return at + n + (n < rest.n);
	}
	/* "<!-->" is one as well. */
	rest = view_from(rest, 2);
	if (rest.n != 0 && rest.p[0] == '>')
		return at + 3;
	n = view_find(rest, VIEW("-->"));
	return n < rest.n ? at + 2 + n + 3 : v.n;
}

/* At '<': markup, or itself. */
static void markup(struct html *h)
{
	struct view v = h->in;
	size_t at = h->at + 1, from;
	bool closes = at < v.n && v.p[at] == '/';

	if (at < v.n && (v.p[at] == '!' || v.p[at] == '?')) {
		h->at = declaration_end(v, at + 1);
		return;
	}
	from = at + closes;
	if (from >= v.n || !is_letter(v.p[from])) {
		put_code(h, '<');
		h->at++;
		return;
	}
	for (at = from; at < v.n && strchr(" \t\n/>", v.p[at]) == NULL;)
		at++;
	h->at = tag_end(v, at);
	open_or_close(h, (struct view){ v.p + from, at - from }, closes);
}

/* One character that is no markup. */
static void plain(struct html *h)
{
	struct view rest = view_from(h->in, h->at);
	unsigned char c = (unsigned char)rest.p[0];
	ucs4_t code;
	int n;

	if (c > ' ' && c < 0x7f) {
		flush(h);
		buf_putc(h->out, (char)c);
		h->at++;
		return;
	}
	n = u8_mbtoucr(&code, (const uint8_t *)rest.p, rest.n);
	put_code(h, n > 0 ? code : 0xfffd);
	h->at += n > 0 ? (size_t)n : 1;
}

void html_to_text(struct view utf8, struct buf *out)
{
	struct html h = { .in = utf8, .out = out, .start = buf_len(out) };

	while (h.at < h.in.n) {
		if (h.in.p[h.at] == '<')
			markup(&h);
		else if (h.in.p[h.at] == '&')
			reference(&h);
		else
			plain(&h);
	}
}
