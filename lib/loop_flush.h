/* loop_flush.h - what the loop does for wires; for wire.c and udp.c only.
 *
 * A wire with output asks to be flushed; the loop does so once, at the end of
 * the turn, behind everything that was deferred.
 */
#ifndef LIB_LOOP_FLUSH_H
#define LIB_LOOP_FLUSH_H

#include <stddef.h>

#include "lib/loop.h"

struct flush {			/* zeroed: not asked for */
	struct flush *next;
	struct flush **link;	/* what points here; NULL: not asked for */
	void (*fn)(struct flush *f);
};

/* f->fn(f) once at the end of this turn, or of the next when the end of this
 * one has begun.  Asking twice is asking once. */
void loop_flush(struct loop *l, struct flush *f);
void loop_flush_cancel(struct loop *l, struct flush *f);

/* Memory to read into, LOOP_READ_MOST bytes, shared by all wires: an idle
 * connection must not hold a buffer. */
char *loop_scratch(struct loop *l);

/* Ends the process with one line when the machine could not give what the
 * loop cannot do without. */
void loop_must(bool ok, const char *what);

#endif
