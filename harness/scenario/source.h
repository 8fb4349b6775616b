/* source.h - a scenario file as lines and words, each with its place.
 *
 * For the loader.  All memory is of the loader's region.
 */
#ifndef HARNESS_SOURCE_H
#define HARNESS_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/fault.h"
#include "lib/region.h"
#include "lib/view.h"
#include "scenario/brace.h"

struct line {
	struct view text;	/* without indentation and line end */
	unsigned number;	/* from 1 */
	unsigned column;	/* of the first character of text, from 1 */
};

struct source {
	const char *file;
	struct line *line;	/* to be freed */
	size_t n;
	struct view bytes;	/* the whole file */
};

/* Refuses what is not UTF-8, carriage returns, and tabs before the text of a
 * line.  Blank lines and lines with nothing but a comment are left out. */
bool source_read(const char *path, struct region *r, struct source *out, struct fault *f);

enum token_kind { TOKEN_WORD, TOKEN_QUOTED, TOKEN_REQUIREMENT };

struct token {
	enum token_kind kind;
	const char *text;
	unsigned line, column;
};

#define TOKENS_MOST 128
struct tokens {
	struct token item[TOKENS_MOST];
	size_t n;
};

/* Words set apart by blanks; a comma behind a word is one of its own; "quoted
 * words" are one; [A B] holds requirements; # behind a blank begins a comment.
 * <COLUMN> is replaced, but not in quotes; `columns` NULL: not at all. */
bool tokens_read(const struct source *s, const struct line *l, const struct columns *columns,
                 struct region *r, struct tokens *out, struct fault *f);
/* The words of one more line behind those that are there. */
bool tokens_add(const struct source *s, const struct line *l, const struct columns *columns,
                struct region *r, struct tokens *out, struct fault *f);

/* "x"; did you mean "y"? - appended to `words` when there is a near one. */
bool unknown_word(const struct source *s, unsigned line, unsigned column, const char *what,
                  struct view word, const char *const *known, size_t n, struct fault *f);

#endif
