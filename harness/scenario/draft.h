/* draft.h - a scenario file taken apart, before the rows of its matrix are
 * put in.  For the loader: parse.c makes it, expand.c makes cases of it.
 */
#ifndef HARNESS_DRAFT_H
#define HARNESS_DRAFT_H

#include "scenario/scenario.h"
#include "scenario/source.h"

struct raw_payload {
	struct view text;
	unsigned line, column;
	struct words without;		/* behind `or without` */
};

struct raw_step {
	struct line line;
	bool barrier;			/* `then` */
	struct raw_payload *payload;
	size_t n_payload, cap_payload;
};

struct raw_steps {
	struct word name;		/* of a scene */
	unsigned line;
	struct raw_step *item;
	size_t n, cap;
	bool used;
};

struct matrix {
	unsigned line;			/* 0: there is none */
	struct word *column;
	bool *used;			/* of each column */
	size_t n_column;
	struct row {
		struct line line;
		struct word *cell;
	} *row;
	size_t n_row, cap_row;
};

struct draft {
	struct source source;
	struct region *memory;
	struct scenario *scenario;	/* its header lines are filled in */
	struct line *cast;
	size_t n_cast, cap_cast;
	struct raw_steps setup, act, after;
	struct raw_steps *scene;
	size_t n_scene, cap_scene;
	struct matrix matrix;
};

bool draft_read(const char *path, struct draft *d, struct fault *f);
void draft_free(struct draft *d);	/* not the region, not the scenario */

/* One case of it; `row` NULL when there is no matrix. */
bool case_make(struct draft *d, const struct row *row, struct case_ *out, struct fault *f);

/* --- parts of case_make() -------------------------------------------------------- */

struct building {
	struct draft *d;
	const struct columns *columns;
	struct case_ *case_;
	struct fault *f;
};

/* cast.c: the lines of the cast. */
bool cast_make(struct building *b);
/* Do its actors, all read, fit each other (cast_check.c)? */
bool cast_check(const struct building *b);
/* An index into the cast, or n_cast and *f at the token. */
size_t cast_find(const struct case_ *c, const char *name);
bool cast_unknown(const struct building *b, unsigned line, const struct token *t);
/* "tls=required" as behind a partner's domain; false and *f otherwise. */
bool cast_check_policy(const struct building *b, unsigned line, const struct token *t);
bool domain_is_valid(struct view v);

/* step.c: one step line, appended to the case.  True and nothing appended when
 * its `if` says so. */
bool step_make(struct building *b, const struct raw_step *raw, enum phase phase,
               unsigned group);

/* lint.c: the whole file */
bool lint_scenario(struct draft *d, const struct catalogue *cat, struct fault *f);
/* False: what `fmt`, with a %s for `text`, says is wrong at this word. */
bool lint_at(const struct draft *d, const struct word *w, struct fault *f, const char *fmt,
             const char *text);
/* lint_case.c */
bool lint_case(struct draft *d, const struct case_ *c, struct fault *f);

#endif
