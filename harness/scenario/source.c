#include "scenario/source.h"

#include <stdlib.h>
#include <string.h>

#include "lib/file.h"
#include "lib/mem.h"
#include "lib/suggest.h"
#include "lib/text.h"

#define FILE_MOST (1u << 20)

static bool read_line(const char *path, struct view text, unsigned number, struct line *out,
                      bool *kept, struct fault *f)
{
	size_t i = 0;
	const char *cr = memchr(text.p, '\r', text.n);

	*kept = false;
	if (cr != NULL)
		return fault_set(f, path, number, (unsigned)(cr - text.p) + 1,
		                 "a carriage return: lines end with a line feed alone");
	while (i < text.n && text.p[i] == ' ')
		i++;
	if (i == text.n)
		return true;
	if (text.p[i] == '\t')
		return fault_set(f, path, number, (unsigned)i + 1,
		                 "a tab: lines are indented with spaces");
	if (text.p[i] == '#')
		return true;
	out->number = number;
	out->column = (unsigned)i + 1;
	out->text = view_from(text, i);
	*kept = true;
	return true;
}

/* UTF-8 and no NUL; else the first line that is not. */
static bool is_text(const char *path, struct view text, struct fault *f)
{
	struct view line;
	unsigned n = 0;
	bool more;

	do {
		more = view_cut(text, '\n', &line, &text);
		n++;
		if (!text_utf8_valid(line) ||
		    (line.n != 0 && memchr(line.p, '\0', line.n) != NULL))
			return fault_set(f, path, n, 0, "not UTF-8 text");
	} while (more);
	return true;
}

bool source_read(const char *path, struct region *r, struct source *out, struct fault *f)
{
	struct buf bytes = { 0 };
	struct view rest, text;
	unsigned number = 0;
	size_t cap = 0;
	bool ok, kept;

	memset(out, 0, sizeof *out);
	out->file = region_cstr(r, view_of(path));
	ok = file_read(path, FILE_MOST, &bytes, f);
	ok = ok && is_text(path, buf_view(&bytes), f);
	if (ok)
		out->bytes = region_copy(r, buf_view(&bytes));
	buf_free(&bytes);
	rest = out->bytes;
	while (ok && rest.n > 0) {
		view_cut(rest, '\n', &text, &rest);
		out->line = mem_grow(out->line, out->n, &cap, sizeof *out->line);
		ok = read_line(path, text, ++number, &out->line[out->n], &kept, f);
		out->n += ok && kept;
	}
	if (!ok) {
		free(out->line);
		out->line = NULL;
	}
	return ok;
}

/* --- words ------------------------------------------------------------------------ */

bool unknown_word(const struct source *s, unsigned line, unsigned column, const char *what,
                  struct view word, const char *const *known, size_t n, struct fault *f)
{
	const char *near = suggest(word, known, n);

	if (near != NULL)
		return fault_set(f, s->file, line, column, "%s \"%.*s\"; did you mean \"%s\"?",
		                 what, VIEW_ARG(word), near);
	return fault_set(f, s->file, line, column, "%s \"%.*s\"", what, VIEW_ARG(word));
}

struct reading {
	const struct source *s;
	const struct line *l;
	const struct columns *columns;
	struct region *r;
	struct tokens *out;
	struct fault *f;
};

static bool replace_columns(const struct reading *at, struct view word, unsigned column,
                            const char **out)
{
	struct buf text = { 0 };
	struct view value;

	while (word.n > 0) {
		size_t open = view_find(word, VIEW("<")), close = view_find(word, VIEW(">"));
		struct view name;
		const char *near;

		buf_put(&text, word.p, open);
		if (open == word.n || close < open || close == word.n) {
			buf_putv(&text, view_from(word, open));
			break;
		}
		name = (struct view){ word.p + open + 1, close - open - 1 };
		if (!at->columns->get(at->columns->arg, name, &value)) {
			near = at->columns->nearest(at->columns->arg, name);
			buf_free(&text);
			return fault_set(at->f, at->s->file, at->l->number, column,
			                 "the matrix has no column \"%.*s\"%s%s%s", VIEW_ARG(name),
			                 near != NULL ? "; did you mean \"" : "",
			                 near != NULL ? near : "", near != NULL ? "\"?" : "");
		}
		buf_putv(&text, value);
		word = view_from(word, close + 1);
	}
	*out = region_cstr(at->r, buf_view(&text));
	buf_free(&text);
	return true;
}

static bool put(const struct reading *at, enum token_kind kind, size_t from, size_t to)
{
	struct view word = { at->l->text.p + from, to - from };
	unsigned column = at->l->column + (unsigned)from;
	struct token *t;

	if (at->out->n == TOKENS_MOST)
		return fault_set(at->f, at->s->file, at->l->number, column,
		                 "more than %d words in a line", TOKENS_MOST);
	t = &at->out->item[at->out->n++];
	t->kind = kind;
	t->line = at->l->number;
	t->column = column;
	if (kind != TOKEN_QUOTED && at->columns != NULL)
		return replace_columns(at, word, column, &t->text);
	t->text = region_cstr(at->r, word);
	return true;
}

static bool fail(const struct reading *at, size_t i, const char *why)
{
	return fault_set(at->f, at->s->file, at->l->number, at->l->column + (unsigned)i, "%s", why);
}

/* One word from *i on; brackets open a list of requirements. */
static bool one_word(const struct reading *at, size_t *i, bool *listing)
{
	struct view t = at->l->text;
	size_t from = *i, to;

	if (t.p[from] == '[') {
		if (*listing)
			return fail(at, from, "a [ inside of [ ]");
		*listing = true;
		*i = from + 1;
		return true;
	}
	if (t.p[from] == ']') {
		if (!*listing)
			return fail(at, from, "a ] without [");
		*listing = false;
		*i = from + 1;
		return true;
	}
	if (t.p[from] == '"' && !*listing) {
		to = from + 1 + view_find(view_from(t, from + 1), VIEW("\""));
		if (to >= t.n)
			return fail(at, from, "no second \" in this line");
		*i = to + 1;
		return put(at, TOKEN_QUOTED, from + 1, to);
	}
	for (to = from; to < t.n && strchr(" \t", t.p[to]) == NULL; to++)
		if (*listing && t.p[to] == ']')
			break;
	*i = to;
	if (*listing)
		return put(at, TOKEN_REQUIREMENT, from, to);
	if (t.p[to - 1] == ',' && to - 1 > from)
		return put(at, TOKEN_WORD, from, to - 1) && put(at, TOKEN_WORD, to - 1, to);
	return put(at, TOKEN_WORD, from, to);
}

bool tokens_read(const struct source *s, const struct line *l, const struct columns *columns,
                 struct region *r, struct tokens *out, struct fault *f)
{
	out->n = 0;
	return tokens_add(s, l, columns, r, out, f);
}

bool tokens_add(const struct source *s, const struct line *l, const struct columns *columns,
                struct region *r, struct tokens *out, struct fault *f)
{
	const struct reading at = { s, l, columns, r, out, f };
	struct view t = l->text;
	bool listing = false;
	size_t i = 0;

	while (i < t.n) {
		if (t.p[i] == ' ' || t.p[i] == '\t') {
			i++;
			continue;
		}
		if (t.p[i] == '#' && (i == 0 || strchr(" \t", t.p[i - 1]) != NULL))
			break;
		if (!one_word(&at, &i, &listing))
			return false;
	}
	return !listing || fail(&at, i - 1, "no ] ends the requirements");
}
