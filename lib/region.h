/* region.h - memory that dies together.
 *
 * A stanza and everything derived from it lives in one region.  What must
 * outlive the region is copied out by name.
 */
#ifndef LIB_REGION_H
#define LIB_REGION_H

#include <stddef.h>

#include "lib/view.h"

struct region;

struct region *region_new(void);
/* For what is kept for long beside many others like it: takes no more than the
 * `n` bytes that are expected, where one of region_new() takes a page.  More may
 * be asked of it. */
struct region *region_new_for(size_t n);
void region_free(struct region **rp);		/* NULLs; *rp may be NULL */

/* Forgets all content, keeps the first block for reuse. */
void region_reset(struct region *r);

void *region_alloc(struct region *r, size_t n);	/* zeroed, max-aligned */
struct view region_copy(struct region *r, struct view v);
char *region_cstr(struct region *r, struct view v);
struct view region_printf(struct region *r, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Bytes handed out since the last reset. */
size_t region_used(const struct region *r);

#endif
