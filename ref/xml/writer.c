#include "xml/writer.h"

#include <assert.h>
#include <unistr.h>

enum place { IN_TEXT, IN_VALUE };

/* What stands for an ASCII character; NULL: itself. */
static const char *ascii_form(char c, enum place place)
{
	switch (c) {
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";	/* XML 2.4: it may stand behind "]]" */
	case '&':
		return "&amp;";
	case '\r':
		return "&#13;";	/* XML 2.11: a bare one would become LF */
	case '\'':
		return place == IN_VALUE ? "&apos;" : NULL;
	case '"':
		return place == IN_VALUE ? "&quot;" : NULL;
	case '\t':
		return place == IN_VALUE ? "&#9;" : NULL;	/* XML 3.3.3 */
	case '\n':
		return place == IN_VALUE ? "&#10;" : NULL;
	default:
		return (unsigned char)c < ' ' ? "\xef\xbf\xbd" : NULL;
	}
}

/* Bytes of the character `v` starts with; 0: XML 1.0 cannot carry it. */
static size_t char_length(struct view v)
{
	ucs4_t uc;
	int n = u8_mbtoucr(&uc, (const uint8_t *)v.p, v.n);

	return n > 0 && uc != 0xfffe && uc != 0xffff ? (size_t)n : 0;
}

/* ASCII that does not stand for itself in every place. */
static const bool changes[128] = {
	[0] = true,  [1] = true,  [2] = true,  [3] = true,  [4] = true,    [5] = true,
	[6] = true,  [7] = true,  [8] = true,  [9] = true,  [10] = true,   [11] = true,
	[12] = true, [13] = true, [14] = true, [15] = true, [16] = true,   [17] = true,
	[18] = true, [19] = true, [20] = true, [21] = true, [22] = true,   [23] = true,
	[24] = true, [25] = true, [26] = true, [27] = true, [28] = true,   [29] = true,
	[30] = true, [31] = true, ['<'] = true, ['>'] = true, ['&'] = true, ['\''] = true,
	['"'] = true,
};

static size_t plain_length(struct view v)
{
	size_t n = 0;

	while (n < v.n && (unsigned char)v.p[n] < sizeof changes &&
	       !changes[(unsigned char)v.p[n]])
		n++;
	return n;
}

/* Total: text that is not XML (a name in a certificate may hold anything) is
 * written with U+FFFD in the place of what cannot be carried. */
static void escape(struct buf *out, struct view v, enum place place)
{
	size_t plain = 0, i = 0;

	while ((i += plain_length(view_from(v, i))) < v.n) {
		const char *form = NULL;
		size_t n = 1;

		if ((unsigned char)v.p[i] < 0x80) {
			form = ascii_form(v.p[i], place);
		} else {
			n = char_length(view_from(v, i));
			if (n == 0) {
				form = "\xef\xbf\xbd";
				n = 1;
			}
		}
		if (form != NULL) {
			buf_put(out, v.p + plain, i - plain);
			buf_puts(out, form);
			plain = i + n;
		}
		i += n;
	}
	if (plain < v.n)
		buf_put(out, v.p + plain, v.n - plain);
}

void xml_escape(struct buf *out, struct view text)
{
	escape(out, text, IN_VALUE);
}

static void put_value(struct buf *out, struct view value)
{
	buf_put(out, "='", 2);
	escape(out, value, IN_VALUE);
	buf_putc(out, '\'');
}

/* The number of the prefix made for the namespace of `a`: one for each
 * namespace of the element.  *first: `a` is the first that has it. */
static size_t prefix_number(const struct element *e, const struct attribute *a,
                            bool *first)
{
	const struct attribute *b, *same = a;
	size_t n = 0;

	for (b = e->attributes; b != a; b = b->next)
		if (b->ns.n != 0 && view_eq(b->ns, a->ns)) {
			same = b;
			break;
		}
	*first = same == a;
	for (b = e->attributes; b != same; b = b->next)
		if (b->ns.n != 0)
			n++;
	return n;
}

static void put_attributes(struct buf *out, const struct element *e)
{
	const struct attribute *a;

	for (a = e->attributes; a != NULL; a = a->next) {
		if (a->ns.n == 0) {
			buf_putc(out, ' ');
			buf_putv(out, a->name);
		} else if (view_is(a->ns, NS_XML)) {
			buf_puts(out, " xml:");
			buf_putv(out, a->name);
		} else {
			bool first;
			size_t n = prefix_number(e, a, &first);

			if (first) {
				buf_printf(out, " xmlns:n%zu", n);
				put_value(out, a->ns);
			}
			buf_printf(out, " n%zu:", n);
			buf_putv(out, a->name);
		}
		put_value(out, a->value);
	}
}

/* The prefix that must or may be written; NULL: the default namespace. */
static const char *prefix_of(const struct element *e,
                             const struct xml_scope *scope)
{
	if (scope->stream_prefix && view_is(e->ns, NS_STREAM))
		return "stream:";
	if (scope->db_prefix && view_is(e->ns, NS_DIALBACK))
		return "db:";
	/* Namespaces 3: it may not be declared as the default. */
	if (view_is(e->ns, NS_XML))
		return "xml:";
	return NULL;
}

static void put_name(struct buf *out, const char *prefix, struct view name)
{
	if (prefix != NULL)
		buf_puts(out, prefix);
	buf_putv(out, name);
}

static void write_element(struct buf *out, const struct element *e,
                          struct view default_ns, const struct xml_scope *scope)
{
	const char *prefix = prefix_of(e, scope);
	const struct node *n;

	assert(e->name.n != 0);
	buf_putc(out, '<');
	put_name(out, prefix, e->name);
	if (prefix == NULL && !view_eq(e->ns, default_ns)) {
		buf_puts(out, " xmlns");
		put_value(out, e->ns);
		default_ns = e->ns;
	}
	put_attributes(out, e);
	if (e->children == NULL) {
		buf_put(out, "/>", 2);
		return;
	}
	buf_putc(out, '>');
	for (n = e->children; n != NULL; n = n->next)
		if (n->element != NULL)
			write_element(out, n->element, default_ns, scope);
		else
			escape(out, n->text, IN_TEXT);
	buf_put(out, "</", 2);
	put_name(out, prefix, e->name);
	buf_putc(out, '>');
}

void xml_write(struct buf *out, const struct element *e,
               const struct xml_scope *scope)
{
	write_element(out, e, scope->default_ns, scope);
}
