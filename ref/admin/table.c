#include "admin/table.h"

#include <stdlib.h>

#include "lib/mem.h"

#define SECONDS VIEW("-seconds")

static bool is_seconds(const char *key)
{
	return view_ends(view_of(key), SECONDS);
}

/* --- one value -------------------------------------------------------------------- */

/* How many bytes at the front are a control character: of C0, DEL, or of C1 in UTF-8. */
static size_t control_of(struct view text)
{
	unsigned char c = (unsigned char)text.p[0];

	if (c < 0x20 || c == 0x7f)
		return 1;
	return c == 0xc2 && text.n > 1 && (unsigned char)text.p[1] < 0xa0 ? 2 : 0;
}

void table_text(struct view text, struct buf *out)
{
	for (size_t n; text.n > 0; text = view_from(text, n > 0 ? n : 1)) {
		n = control_of(text);
		if (n == 0)
			buf_putc(out, text.p[0]);
		for (size_t i = 0; i < n; i++)
			buf_printf(out, "\\x%02x", (unsigned char)text.p[i]);
	}
}

static void put_seconds(json_int_t s, struct buf *out)
{
	if (s >= 86400)
		buf_printf(out, "%lldd", (long long)(s / 86400));
	if (s >= 3600)
		buf_printf(out, "%lldh", (long long)(s / 3600 % 24));
	if (s >= 60)
		buf_printf(out, "%lldm", (long long)(s / 60 % 60));
	buf_printf(out, "%llds", (long long)(s % 60));
}

static void put_value(const char *key, const json_t *v, struct buf *out)
{
	const json_t *one;
	size_t i;

	switch (json_typeof(v)) {
	case JSON_STRING:
		table_text((struct view){ json_string_value(v), json_string_length(v) }, out);
		break;
	case JSON_INTEGER:
		if (is_seconds(key))
			put_seconds(json_integer_value(v), out);
		else
			buf_printf(out, "%lld", (long long)json_integer_value(v));
		break;
	case JSON_TRUE:
		buf_puts(out, "yes");
		break;
	case JSON_FALSE:
		buf_puts(out, "no");
		break;
	case JSON_ARRAY:
		json_array_foreach(v, i, one)
		{
			if (i != 0)
				buf_puts(out, ", ");
			put_value("", one, out);
		}
		break;
	case JSON_NULL:
	case JSON_OBJECT:
	case JSON_REAL: /* none is ever sent */
		break;
	}
}

/* As many as a terminal shows; what is wider than one column is not known here. */
static size_t width_of(struct view text)
{
	size_t n = 0;

	for (size_t i = 0; i < text.n; i++)
		if (((unsigned char)text.p[i] & 0xc0) != 0x80)
			n++;
	return n;
}

static void pad(struct buf *out, size_t n)
{
	while (n-- > 0)
		buf_putc(out, ' ');
}

static struct view heading(const char *key)
{
	struct view v = view_of(key);

	if (is_seconds(key))
		v.n -= SECONDS.n;
	return v;
}

/* --- lines --------------------------------------------------------------------------- */

#define ROOM_LEAST 24 /* columns: in less, no text is made easier to read by breaks */

/* How many bytes of it go into `room` columns, up to a blank where there is one. */
static size_t fits(struct view text, size_t room)
{
	size_t columns = 0, blank = 0, i = 0;

	for (; i < text.n; i++) {
		if (((unsigned char)text.p[i] & 0xc0) != 0x80 && columns++ == room)
			break;
		if (text.p[i] == ' ')
			blank = i;
	}
	if (i == text.n || (text.p[i] == ' ' && i != 0))
		return i;
	return blank != 0 ? blank : i;
}

void table_paragraph(struct view text, size_t at, size_t width, struct buf *out)
{
	size_t n = width >= at + ROOM_LEAST ? fits(text, width - at) : text.n;

	buf_put(out, text.p, n);
	for (text = view_from(text, n); text.n != 0; text = view_from(text, n)) {
		text = view_from(text, text.p[0] == ' ');
		buf_putc(out, '\n');
		pad(out, at);
		n = fits(text, width - at);
		buf_put(out, text.p, n);
	}
	buf_putc(out, '\n');
}

/* --- columns ------------------------------------------------------------------------- */

static void put_cell(const json_t *row, const char *key, struct buf *cell)
{
	const json_t *v = json_object_get(row, key);

	buf_clear(cell);
	if (v != NULL)
		put_value(key, v, cell);
}

static size_t column_width(const json_t *rows, const char *key, struct buf *cell)
{
	size_t widest = 0, i, w;
	const json_t *row;

	json_array_foreach(rows, i, row)
	{
		put_cell(row, key, cell);
		w = width_of(buf_view(cell));
		widest = w > widest ? w : widest;
	}
	w = heading(key).n;
	return widest != 0 && w > widest ? w : widest;
}

/* The last cell of a line is not filled up. */
static void end_line(struct buf *out)
{
	struct view v = buf_view(out);

	while (v.n != 0 && v.p[v.n - 1] == ' ')
		v.n--;
	buf_cut(out, v.n);
	buf_putc(out, '\n');
}

static void put_padded(struct view text, size_t width, struct buf *out)
{
	size_t w = width_of(text);

	buf_putv(out, text);
	pad(out, (width > w ? width - w : 0) + 2);
}

void table_columns(const json_t *rows, size_t terminal, struct buf *out)
{
	json_t *first = json_array_get(rows, 0);
	size_t n = json_object_size(first), c, i, last = n, at = 0;
	size_t *width = mem_array(n + 1, sizeof *width);
	struct buf cell = { 0 };
	const json_t *row;
	const char *key;
	json_t *v;

	c = 0;
	json_object_foreach(first, key, v)
	{
		width[c] = column_width(rows, key, &cell);
		if (width[c] != 0) {
			put_padded(heading(key), width[c], out);
			at += last < n ? width[last] + 2 : 0;
			last = c;
		}
		c++;
	}
	if (n != 0)
		end_line(out);
	json_array_foreach(rows, i, row)
	{
		c = 0;
		json_object_foreach(first, key, v)
		{
			put_cell(row, key, &cell);
			if (c == last && buf_len(&cell) != 0)
				table_paragraph(buf_view(&cell), at, terminal, out);
			else if (c == last)
				end_line(out);
			else if (width[c] != 0)
				put_padded(buf_view(&cell), width[c], out);
			c++;
		}
	}
	buf_free(&cell);
	free(width);
}

/* --- one thing ----------------------------------------------------------------------- */

void table_sheet(const json_t *row, size_t terminal, struct buf *out)
{
	struct buf cell = { 0 };
	size_t widest = 0, w;
	const char *key;
	json_t *v;

	json_object_foreach((json_t *)row, key, v)
	{
		w = heading(key).n;
		widest = w > widest ? w : widest;
	}
	json_object_foreach((json_t *)row, key, v)
	{
		put_padded(heading(key), widest, out);
		put_cell(row, key, &cell);
		if (buf_len(&cell) != 0)
			table_paragraph(buf_view(&cell), widest + 2, terminal, out);
		else
			end_line(out);
	}
	buf_free(&cell);
}
