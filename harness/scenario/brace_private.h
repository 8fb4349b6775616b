/* brace_private.h - what the two files of the braces share: brace.c, and brace_row.c for what
 * depends on the row of a matrix.
 */
#ifndef HARNESS_BRACE_PRIVATE_H
#define HARNESS_BRACE_PRIVATE_H

#include "scenario/brace.h"

/* Where byte `at` of the payload stands in the file. */
void brace_place(const struct payload_source *s, size_t at, unsigned *line, unsigned *column);

/* The } that ends the form whose { is at `at`; n when there is none.  A regex
 * ends at its /} or "/ as $...}"; {<...} holds forms itself. */
size_t brace_end(struct view t, size_t at);
/* Is what begins there decided by the row? */
bool brace_is_conditional(struct view t, size_t at);

/* Needs fail_line and fail_column. */
#define FAIL(s, at, f, ...) \
	(brace_place((s), (at), &fail_line, &fail_column), \
	 fault_set((f), (s)->file, fail_line, fail_column, __VA_ARGS__))

#endif
