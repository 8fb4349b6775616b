/* brace.c - the forms in braces, one by one, and a text cut into them. */
#include "scenario/brace_private.h"

#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"
#include "lib/suggest.h"
#include "lib/text.h"

#define REPEAT_MOST (1u << 20)	/* bytes that one {repeat ...} may make */

bool name_is_valid(struct view v)
{
	size_t points = 0;

	if (v.n == 0 || v.n > 64)
		return false;
	for (size_t i = 0; i < v.n; i++) {
		char c = v.p[i];

		if (c == '.') {
			if (i == 0 || i == v.n - 1 || ++points > 1)
				return false;
		} else if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
		           !(c >= '0' && c <= '9') && c != '-' && c != '_') {
			return false;
		}
	}
	return true;
}

void brace_place(const struct payload_source *s, size_t at, unsigned *line, unsigned *column)
{
	*line = s->line;
	*column = s->column;
	for (size_t i = 0; i < at && i < s->text.n; i++) {
		if (s->text.p[i] == '\n') {
			(*line)++;
			*column = s->column;
		} else {
			(*column)++;
		}
	}
}

/* The words that can stand behind a brace, for "did you mean". */
static const char *const form_words[] = {
	"any", "absent", "only", "empty", "not", "fresh", "filler", "base64", "repeat",
	"numbered",
};

/* --- the end of a form --------------------------------------------------------- */

size_t brace_end(struct view t, size_t at)
{
	size_t i = at + 1, depth = 0;

	if (i < t.n && t.p[i] == '/') {
		for (i++; i < t.n; i++) {
			struct view rest = view_from(t, i);

			if (view_starts(rest, VIEW("/}")))
				return i + 1;
			if (view_starts(rest, VIEW("/ as $"))) {
				size_t end = i + view_find(rest, VIEW("}"));
				struct view name = { t.p + i + 6, 0 };

				name.n = end > i + 6 ? end - i - 6 : 0;
				if (end < t.n && name_is_valid(name))
					return end;
			}
		}
		return t.n;
	}
	for (; i < t.n; i++) {
		if (t.p[i] == '{')
			depth++;
		else if (t.p[i] == '}' && depth-- == 0)
			return i;
	}
	return t.n;
}

bool brace_is_conditional(struct view t, size_t at)
{
	struct view rest = view_from(t, at);

	return view_starts(rest, VIEW("{<")) || view_starts(rest, VIEW("{!<"));
}

/* --- one form --------------------------------------------------------------------- */

static bool bad_word(const struct payload_source *s, size_t at, struct view words,
                     struct fault *f)
{
	unsigned fail_line, fail_column;
	struct view first, rest;
	const char *near;

	view_cut(words, ' ', &first, &rest);
	near = suggest(first, form_words, sizeof form_words / sizeof form_words[0]);
	if (near != NULL && !view_is(first, near))
		return FAIL(s, at, f, "{%.*s} is nothing known; did you mean \"%s\"?",
		            VIEW_ARG(words), near);
	return FAIL(s, at, f, "{%.*s} is nothing that can stand in a %s (a brace is written {{)",
	            VIEW_ARG(words), s->use == USE_PATTERN ? "pattern" : "template");
}

/* Takes " as $name" off the end of *words. */
static bool take_as(const struct payload_source *s, size_t at, struct view *words,
                    struct piece *piece, struct fault *f)
{
	unsigned fail_line, fail_column;
	static const struct view as = { " as $", 5 };
	size_t found = view_find(*words, as);
	struct view name;

	if (found == words->n)
		return true;
	name = view_from(*words, found + as.n);
	if (!name_is_valid(name) || memchr(name.p, '.', name.n) != NULL)
		return FAIL(s, at, f, "\"$%.*s\" is no name: letters, digits, - and _",
		            VIEW_ARG(name));
	piece->as = view_dup(name);
	words->n = found;
	return true;
}

static bool check_regex(const struct payload_source *s, size_t at, const char *text,
                        size_t *groups, struct fault *f)
{
	unsigned fail_line, fail_column;
	char why[128];
	regex_t re;
	int err = regcomp(&re, text, REG_EXTENDED);

	if (err != 0) {
		regerror(err, &re, why, sizeof why);
		return FAIL(s, at, f, "/%s/ is no regular expression: %s", text, why);
	}
	*groups = re.re_nsub;
	regfree(&re);
	return true;
}

/* Alternatives, `absent` taken out of them. */
static void read_one_of(struct view words, struct piece *piece)
{
	struct buf kept = { 0 };
	struct view one;
	bool more, first = true;

	piece->kind = PIECE_ONE_OF;
	do {
		more = view_cut(words, '|', &one, &words);
		if (view_is(one, "absent")) {
			piece->optional = true;
			continue;
		}
		if (!first)
			buf_putc(&kept, '|');
		buf_putv(&kept, one);
		first = false;
	} while (more);
	/* {absent} alone: nothing may stand there. */
	piece->words = first ? NULL : buf_take(&kept);
	buf_free(&kept);
}

static bool read_pattern_form(const struct payload_source *s, size_t at, struct view words,
                              struct piece *piece, struct fault *f)
{
	unsigned fail_line, fail_column;
	struct view whole = words, one;

	if (words.n > 1 && words.p[0] == '/') {
		size_t end = words.n;

		/* brace_end() has seen to it that there is a last slash */
		while (words.p[end - 1] != '/')
			end--;
		piece->kind = PIECE_REGEX;
		whole = view_from(words, end);
		words = (struct view){ words.p + 1, end - 2 };
		if (!take_as(s, at, &whole, piece, f))
			return false;
		piece->words = view_dup(words);
		return check_regex(s, at, piece->words, &piece->count, f);
	}
	if (!take_as(s, at, &words, piece, f))
		return false;
	if (view_is(words, "any")) {
		piece->kind = PIECE_ANY;
	} else if (view_is(words, "only") || view_is(words, "empty")) {
		piece->kind = view_is(words, "only") ? PIECE_ONLY : PIECE_EMPTY;
		if (piece->as != NULL)
			return FAIL(s, at, f, "{%.*s} has no value to keep", VIEW_ARG(words));
	} else if (view_starts(words, VIEW("not "))) {
		piece->kind = PIECE_NOT;
		piece->words = view_dup(view_from(words, 4));
		words = view_from(words, 4);
		for (bool more = true; more; ) {
			more = view_cut(words, '|', &one, &words);
			if (view_starts(one, VIEW("$")) && !name_is_valid(view_from(one, 1)))
				return FAIL(s, at, f, "\"%.*s\" is no name", VIEW_ARG(one));
		}
		if (piece->as != NULL)
			return FAIL(s, at, f, "{not ...} cannot keep a value");
	} else if (view_is(words, "absent") || memchr(words.p, '|', words.n) != NULL) {
		read_one_of(words, piece);
	} else {
		return bad_word(s, at, whole, f);
	}
	return true;
}

/* {repeat N TEXT}, {numbered N TEXT} */
static bool read_repetition(const struct payload_source *s, size_t at, struct view words,
                            struct piece *piece, struct fault *f)
{
	unsigned fail_line, fail_column;
	struct view word, rest, count, text;
	uint64_t n;

	view_cut(words, ' ', &word, &rest);
	if (!view_cut(rest, ' ', &count, &text) || text.n == 0 ||
	    !text_u64(count, 1, REPEAT_MOST / text.n, &n))
		return FAIL(s, at, f, "{%.*s N TEXT} needs a count, a text, and at most %u bytes",
		            VIEW_ARG(word), REPEAT_MOST);
	piece->kind = view_is(word, "repeat") ? PIECE_REPEAT : PIECE_NUMBERED;
	piece->count = (size_t)n;
	piece->words = view_dup(text);
	return true;
}

static bool read_template_form(const struct payload_source *s, size_t at, struct view words,
                               struct piece *piece, struct fault *f)
{
	unsigned fail_line, fail_column;
	struct view rest;

	if (view_is(words, "filler")) {
		piece->kind = PIECE_FILLER;
		return true;
	}
	if (view_starts(words, VIEW("fresh "))) {
		if (!take_as(s, at, &words, piece, f))
			return false;
		rest = view_from(words, 6);
		if (!fresh_is_known(rest)) {
			const char *near = suggest(rest, fresh_words, fresh_n_words);

			return FAIL(s, at, f, "\"%.*s\" is nothing that can be fresh%s%s%s",
			            VIEW_ARG(rest), near != NULL ? "; did you mean \"" : "",
			            near != NULL ? near : "", near != NULL ? "\"?" : "");
		}
		piece->kind = PIECE_FRESH;
		piece->words = view_dup(rest);
		return true;
	}
	if (view_starts(words, VIEW("base64 "))) {
		piece->kind = PIECE_BASE64;
		piece->words = view_dup(view_from(words, 7));
		return true;
	}
	if (view_starts(words, VIEW("repeat ")) || view_starts(words, VIEW("numbered ")))
		return read_repetition(s, at, words, piece, f);
	return bad_word(s, at, words, f);
}

static bool read_form(const struct payload_source *s, size_t at, size_t end,
                      struct piece *piece, struct fault *f)
{
	unsigned fail_line, fail_column;
	struct view words = { s->text.p + at + 1, end - at - 1 };

	if (words.n == 0)
		return FAIL(s, at, f, "{} is empty (a brace is written {{)");
	if (words.p[0] == '$') {
		struct view name = view_from(words, 1);

		if (!name_is_valid(name))
			return FAIL(s, at, f, "\"$%.*s\" is no name: letters, digits, - and _",
			            VIEW_ARG(name));
		piece->kind = PIECE_NAME;
		piece->words = view_dup(name);
		return true;
	}
	if (s->use == USE_PATTERN)
		return read_pattern_form(s, at, words, piece, f);
	return read_template_form(s, at, words, piece, f);
}

/* --- a text ------------------------------------------------------------------------- */

static struct piece *add(struct pieces *out, const struct payload_source *s, size_t at)
{
	struct piece *piece;

	out->item = mem_grow(out->item, out->n, &out->cap, sizeof *out->item);
	piece = &out->item[out->n++];
	memset(piece, 0, sizeof *piece);
	brace_place(s, at, &piece->line, &piece->column);
	return piece;
}

static void end_text(struct pieces *out, const struct payload_source *s, size_t from,
                     struct buf *text)
{
	struct piece *piece;

	if (buf_len(text) == 0)
		return;
	piece = add(out, s, from);
	piece->kind = PIECE_TEXT;
	piece->words = buf_take(text);
}

/* `!<x`, but not `!</x` or `!<!`: the element must not be there. */
static bool is_absence(const struct payload_source *s, size_t at)
{
	struct view rest = view_from(s->text, at);

	return s->use == USE_PATTERN && rest.n > 2 && rest.p[0] == '!' && rest.p[1] == '<' &&
	       rest.p[2] != '/' && rest.p[2] != '!' && rest.p[2] != '?';
}

bool pieces_read(const struct payload_source *s, struct pieces *out, struct fault *f)
{
	unsigned fail_line, fail_column;
	struct view t = s->text;
	struct buf text = { 0 };
	size_t from = 0, end;

	memset(out, 0, sizeof *out);
	for (size_t i = 0; i < t.n; i++) {
		if (buf_len(&text) == 0)
			from = i;
		if (t.p[i] == '{' && i + 1 < t.n && t.p[i + 1] == '{') {
			buf_putc(&text, '{');
			i++;
		} else if (t.p[i] == '{') {
			end_text(out, s, from, &text);
			end = brace_end(t, i);
			if (end == t.n) {
				FAIL(s, i, f, "no } ends this { (a brace is written {{)");
				goto bad;
			}
			if (!read_form(s, i, end, add(out, s, i), f))
				goto bad;
			i = end;
		} else if (is_absence(s, i)) {
			end_text(out, s, from, &text);
			add(out, s, i)->kind = PIECE_ABSENCE;
		} else {
			buf_putc(&text, t.p[i]);
		}
	}
	end_text(out, s, from, &text);
	buf_free(&text);
	return true;
bad:
	buf_free(&text);
	pieces_free(out);
	return false;
}

void pieces_free(struct pieces *p)
{
	for (size_t i = 0; i < p->n; i++) {
		free(p->item[i].words);
		free(p->item[i].as);
	}
	free(p->item);
	memset(p, 0, sizeof *p);
}
