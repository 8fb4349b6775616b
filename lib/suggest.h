/* suggest.h - the nearest known word, for error messages. */
#ifndef LIB_SUGGEST_H
#define LIB_SUGGEST_H

#include <stddef.h>

#include "lib/view.h"

/* The word of `words` (n of them) nearest to `typed`: at most a third of its
 * letters, and at least one, may differ, swap or be missing.  NULL: none. */
const char *suggest(struct view typed, const char *const *words, size_t n);

#endif
