/* brace.h - the {...} of payloads: from text to a row of pieces.
 *
 * For payload.c, pattern.c and the loader.  A piece is literal text, or one
 * brace form with its words taken apart.
 */
#ifndef HARNESS_BRACE_H
#define HARNESS_BRACE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/buf.h"
#include "lib/fault.h"
#include "lib/view.h"
#include "scenario/payload.h"

enum piece_kind {
	PIECE_TEXT,		/* words: the text, {{ already undone */
	PIECE_ABSENCE,		/* the ! in front of an element of a pattern */
	PIECE_NAME,		/* words: the name without $ */
	PIECE_ANY,
	PIECE_ONE_OF,		/* words: "a|b"; optional: one was `absent` */
	PIECE_NOT,		/* words: "a|b" or "$name" */
	PIECE_REGEX,		/* words: the expression */
	PIECE_ONLY,
	PIECE_EMPTY,
	PIECE_FRESH,		/* words: the kind */
	PIECE_FILLER,
	PIECE_BASE64,		/* words: what is encoded */
	PIECE_REPEAT,		/* words: what is repeated, count times */
	PIECE_NUMBERED,		/* the same, # being 1, 2, ... count */
};

struct piece {
	enum piece_kind kind;
	char *words;
	char *as;		/* NULL, or the name it binds, without $ */
	bool optional;		/* ONE_OF: the attribute may be absent */
	size_t count;		/* REPEAT: times; REGEX: groups in it */
	unsigned line, column;
};

struct pieces {
	struct piece *item;
	size_t n, cap;
};

/* Takes the text apart; false and *f where a brace form is wrong, or is none
 * of those that `use` allows. */
bool pieces_read(const struct payload_source *s, struct pieces *out, struct fault *f);
void pieces_free(struct pieces *p);

/* Is `v` a name: letters, digits, - and _, and at most one point inside? */
bool name_is_valid(struct view v);

/* Decides {<x/> if COLUMN=VALUE} and fills in {<COLUMN>}, which in the value
 * of an attribute may be written <COLUMN>; what is left is
 * what pieces_read() takes.  `column` gives the value of a column, or false. */
struct columns {
	bool (*get)(void *arg, struct view name, struct view *value);
	const char *(*nearest)(void *arg, struct view name);
	void *arg;
};
bool braces_decide(const struct payload_source *s, const struct columns *c,
                   struct buf *out, struct fault *f);
/* "COLUMN=VALUE|VALUE", or "COLUMN!=VALUE", as behind `if`. */
bool condition_decide(struct view text, const struct columns *c, bool *out,
                      const char *file, unsigned line, unsigned column,
                      struct fault *f);

/* The words of fresh.tbl. */
extern const char *const fresh_words[];
extern const size_t fresh_n_words;

#endif
