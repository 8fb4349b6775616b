/* view.h - a borrowed run of bytes.
 *
 * A view owns nothing and is not NUL-terminated.  It is valid for as long as
 * what it points into.  Passed and returned by value.
 * Not here: bytes that grow (buf.h), bytes that live together (region.h).
 */
#ifndef LIB_VIEW_H
#define LIB_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct view {
	const char *p;	/* may be NULL when n is 0 */
	size_t n;
};

/* A view of a string literal. */
#define VIEW(literal) ((struct view){ (literal), sizeof(literal) - 1 })

/* The same as an initialiser, for tables with static storage. */
#define VIEW_INIT(literal) { (literal), sizeof(literal) - 1 }

/* The two arguments of a "%.*s". */
#define VIEW_ARG(v) (int)(v).n, (v).n != 0 ? (v).p : ""

/* What is asked for a hundred times in each message stands here: of a literal the
 * compiler then knows the length, and compares without a call. */

/* A view of a C string; NULL gives the empty view. */
static inline struct view view_of(const char *s)
{
	return (struct view){ s, s != NULL ? strlen(s) : 0 };
}

/* Byte for byte. */
static inline bool view_eq(struct view a, struct view b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* Equal to a C string. */
static inline bool view_is(struct view a, const char *s)
{
	return view_eq(a, view_of(s));
}

/* The same with ASCII case ignored. */
bool view_ieq_bytes(const char *a, const char *b, size_t n);
static inline bool view_ieq(struct view a, struct view b)
{
	return a.n == b.n && view_ieq_bytes(a.p, b.p, a.n);
}

int view_cmp(struct view a, struct view b);		/* as memcmp, shorter first */

static inline bool view_starts(struct view v, struct view prefix)
{
	return v.n >= prefix.n && view_eq((struct view){ v.p, prefix.n }, prefix);
}

bool view_ends(struct view v, struct view suffix);

/* `v` from byte `from` on; empty when there is nothing. */
static inline struct view view_from(struct view v, size_t from)
{
	if (v.n == 0)
		return v;
	if (from > v.n)
		from = v.n;
	return (struct view){ v.p + from, v.n - from };
}

/* `v` without space, tab, CR and LF at both ends. */
struct view view_trim(struct view v);

/* Cuts at the first `sep`.  True: *left and *right are what stands before and
 * behind it.  False (no sep): *left is v, *right is empty. */
bool view_cut(struct view v, char sep, struct view *left, struct view *right);

/* Position of `needle` in `v`, or v.n when it is not there. */
size_t view_find(struct view v, struct view needle);

/* A NUL-terminated copy; the caller frees it. */
char *view_dup(struct view v);

#endif
