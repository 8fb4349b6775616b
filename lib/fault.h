/* fault.h - the one-line error with its place and reason.
 *
 * For what an operator or the author of a scenario did: a file, a line, a
 * column, and what is wrong there.  What a peer does wrong is a cause
 * (ref/cause/cause.h).
 */
#ifndef LIB_FAULT_H
#define LIB_FAULT_H

#include <stdio.h>

#include "lib/view.h"

struct fault {
	char *file;		/* NULL: no file */
	unsigned line;		/* from 1; 0: none */
	unsigned column;	/* from 1; 0: none */
	char *text;		/* NULL: no fault */
};

/* Fills *f and returns false, so that a reader can end with
 * `return fault_set(f, ...)`.  A fault already there is replaced.  Control
 * characters become \xNN: a fault is one line.  One longer than FAULT_MAX loses
 * its middle: what it quotes may be a megabyte. */
#define FAULT_MAX 600
bool fault_set(struct fault *f, const char *file, unsigned line,
               unsigned column, const char *fmt, ...)
	__attribute__((format(printf, 5, 6)));

/* "file:line:column", parts that are 0 left out; nothing without a file. */
struct buf;
void fault_place(const struct fault *f, struct buf *out);

/* "file:line:column: text" without a line feed, parts that are 0 left out. */
void fault_print(const struct fault *f, FILE *to);

void fault_free(struct fault *f);

#endif
