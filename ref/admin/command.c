#include "admin/command.h"

#include "lib/suggest.h"
#include "partner/manual.h"

struct row {
	const char *words, *arguments;
	size_t min, max;
	unsigned programs;
	const char *help;
};

#define EDGE    COMMAND_EDGE
#define GATEWAY COMMAND_GATEWAY
#define BOTH    (COMMAND_EDGE | COMMAND_GATEWAY)

static const struct row rows[COMMAND_COUNT] = {
#define X(name, words, arguments, min, max, programs, help)                                    \
	[COMMAND_##name] = { words, arguments, min, max, programs, help },
#include "admin/command.tbl"
#undef X
};

/* How many words the name of `row` has, if it stands at the front; else 0. */
static size_t begins_with(const struct row *row, const struct view *word, size_t n)
{
	struct view rest = view_of(row->words), one;
	size_t i = 0;

	for (; rest.n != 0; i++) {
		(void)view_cut(rest, ' ', &one, &rest);
		if (i >= n || !view_eq(one, word[i]))
			return 0;
	}
	return i;
}

/* Does a longer name begin with the first of the words? */
static bool is_half(struct view first, struct buf *why)
{
	const char *before = "";
	struct view one, rest;
	bool any = false;

	for (size_t i = 0; i < COMMAND_COUNT; i++) {
		if (!view_cut(view_of(rows[i].words), ' ', &one, &rest) || !view_eq(one, first))
			continue;
		if (!any)
			buf_printf(why, "\"%.*s\" what? ", VIEW_ARG(first));
		buf_printf(why, "%s%s", before, rows[i].words);
		before = ", ";
		any = true;
	}
	return any;
}

static bool unknown(const struct view *word, size_t n, struct buf *why)
{
	const char *known[COMMAND_COUNT], *near;
	struct buf typed = { 0 };
	struct view first;

	for (size_t i = 0; i < COMMAND_COUNT; i++)
		known[i] = rows[i].words;
	for (size_t i = 0; i < n && i < COMMAND_WORDS_MAX; i++) {
		if (i != 0)
			buf_putc(&typed, ' ');
		buf_putv(&typed, word[i]);
	}
	near = suggest(buf_view(&typed), known, COMMAND_COUNT);
	if (near == NULL)
		near = suggest(word[0], known, COMMAND_COUNT);
	first = word[0];
	if (near != NULL)
		buf_printf(why, "unknown command \"%s\"; did you mean \"%s\"?",
		           buf_cstr(&typed), near);
	else if (!is_half(first, why))
		buf_printf(why, "unknown command \"%s\"", buf_cstr(&typed));
	buf_free(&typed);
	return false;
}

bool command_read(const struct view *word, size_t n, struct command_call *out, struct buf *why)
{
	size_t name = 0, i;
	const struct row *row;

	if (n == 0) {
		buf_puts(why, "no command given");
		return false;
	}
	for (i = 0; i < COMMAND_COUNT && name == 0; i++)
		name = begins_with(&rows[i], word, n);
	if (name == 0)
		return unknown(word, n, why);
	row = &rows[i - 1];
	if (n - name < row->min || n - name > row->max) {
		buf_printf(why, "usage: %s%s%s", row->words,
		           row->arguments[0] != '\0' ? " " : "", row->arguments);
		return false;
	}
	*out = (struct command_call){ .command = (enum command)(i - 1), .n = n - name };
	for (i = 0; i < out->n; i++)
		out->argument[i] = word[name + i];
	return true;
}

bool command_is_of(enum command c, enum command_program p)
{
	return (rows[c].programs & (unsigned)p) != 0;
}

const char *command_words(enum command c)
{
	return rows[c].words;
}

const char *command_arguments(enum command c)
{
	return rows[c].arguments;
}

const char *command_help(enum command c)
{
	return rows[c].help;
}

static void put_program(unsigned programs, struct buf *out)
{
	if (programs == COMMAND_EDGE)
		buf_puts(out, "Of fed\\-edge only.\n");
	else if (programs == COMMAND_GATEWAY)
		buf_puts(out, "Of fed\\-gateway only.\n");
}

void command_manual(struct buf *out)
{
	for (size_t i = 0; i < COMMAND_COUNT; i++) {
		buf_printf(out, ".TP\n\\fB%s\\fR", rows[i].words);
		if (rows[i].arguments[0] != '\0')
			buf_printf(out, " \\fI%s\\fR", rows[i].arguments);
		buf_putc(out, '\n');
		manual_text(out, rows[i].help);
		buf_putc(out, '\n');
		put_program(rows[i].programs, out);
	}
}
