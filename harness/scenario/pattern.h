/* pattern.h - a payload as a tree that a unit is held against; for payload.c.
 *
 * What the tree names must be there; what it does not name may be, unless {only} or
 * {empty} says otherwise.  Children are tried in any order, with a way back, and names
 * are bound by the whole match alone (docs/scenario-language.md).
 * Work is bounded, so that a unit of thousands of children ends a match as a difference.
 * Not here: braces (brace.h), patterns of SIP (sip_pattern.h).
 */
#ifndef HARNESS_PATTERN_H
#define HARNESS_PATTERN_H

#include "scenario/brace.h"
#include "scenario/payload.h"
#include "scenario/unit.h"

struct pattern;

/* `pieces` must live as long as the pattern.  NULL and *f: it is not well-formed, not
 * one element, or a brace stands where it means nothing; with line and column. */
struct pattern *pattern_new(const struct payload_source *s, const struct pieces *pieces,
                            struct fault *f);
void pattern_free(struct pattern **pp);
/* Of the outermost element, lent: its name, "" of a stream's end; the literal value of
 * its attribute type, NULL: it has none. */
const char *pattern_element(const struct pattern *p);
const char *pattern_type(const struct pattern *p);
/* True: `b` has what was bound.  False: `b` is as before, and *m (may be NULL) has the
 * difference that was found deepest, to be freed by mismatch_free(). */
bool pattern_matches(const struct pattern *p, const struct unit *u, struct bindings *b,
                     struct mismatch *m);

/* One value (of an attribute, of a text) held against a row of pieces. */
struct text_pattern {
	struct segment {
		char *literal;			/* NULL: a piece */
		const struct piece *piece;
	} *item;
	size_t n, cap;
};

/* What a match knows: names bound before, and in it. */
struct trail {
	const struct bindings *before;
	struct bound {
		const char *name;	/* the piece's */
		char *value;
		size_t n;
	} *item;
	size_t n, cap;
};

/* False: `trail` is as before. */
bool text_matches(const struct text_pattern *t, struct view got, struct trail *trail);
/* What it asks for, for people: "{absent|normal}", "hi".  To be freed with free(). */
char *text_expected(const struct text_pattern *t, const struct trail *trail);
/* Forgets all but the first `n`. */
void trail_cut(struct trail *t, size_t n);

#endif
