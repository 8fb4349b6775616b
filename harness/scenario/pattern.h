/* pattern.h - a payload as a tree that a unit is held against; for payload.c. */
#ifndef HARNESS_PATTERN_H
#define HARNESS_PATTERN_H

#include "scenario/brace.h"
#include "scenario/payload.h"
#include "scenario/unit.h"

struct pattern;

/* `pieces` must live as long as the pattern.  NULL and *f otherwise. */
struct pattern *pattern_new(const struct payload_source *s, const struct pieces *pieces,
                            struct fault *f);
void pattern_free(struct pattern **pp);
const char *pattern_element(const struct pattern *p);
const char *pattern_type(const struct pattern *p);
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

bool text_matches(const struct text_pattern *t, struct view got, struct trail *trail);
/* What it asks for, for people: "{absent|normal}", "hi". */
char *text_expected(const struct text_pattern *t, const struct trail *trail);
void trail_cut(struct trail *t, size_t n);

#endif
