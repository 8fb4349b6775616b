/* profile_line.h - one line of a profile, and the word it begins with.
 *
 * docs/adapters.md says what the words mean.  A new one is a row of the table in
 * profile_words.c; what a file needs in all is in profile.c.
 */
#ifndef HARNESS_WORLD_PROFILE_LINE_H
#define HARNESS_WORLD_PROFILE_LINE_H

#include "world/profile_private.h"

enum { WORDS_MAX = 64 };

struct profile_line {
	const char *file;
	unsigned number;
	struct view word[WORDS_MAX];	/* it, cut into words */
	size_t n;
	struct view rest;	/* all behind the first word */
	unsigned seen;		/* which words came already: a bit each */
	struct fault *f;
};

/* Takes what the line, of one word at least, says into `p`.  False and *l->f: it cannot be. */
bool profile_take_line(struct profile_line *l, struct profile *p);

/* --- for the words alone -------------------------------------------------------- */

/* False: `what` about the word of this number, 0 the first, is said in *l->f. */
bool profile_wrong(const struct profile_line *l, size_t word, const char *what);
/* The list, with a copy of `word` at its end; counted in *n. */
char **profile_append(char **list, size_t *n, struct view word);
/* All behind the first word goes to *to, the caller's; it has to be something. */
bool profile_take_text(const struct profile_line *l, char **to);

/* profile_process.c: start COMMAND; ready PORT...; process NAME ... */
bool profile_take_start(const struct profile_line *l, struct profile *p);
bool profile_take_ready(const struct profile_line *l, struct profile *p);
bool profile_take_process(const struct profile_line *l, struct profile *p);

#endif
