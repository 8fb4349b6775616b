/* mem.h - allocation that never returns NULL.
 *
 * Everything a peer can make grow has a limit of its own, so running out of
 * memory is a fault of the machine: one line on standard error, and abort.
 * docs/why/003-memory.md says why.
 */
#ifndef LIB_MEM_H
#define LIB_MEM_H

#include <stddef.h>

void *mem_alloc(size_t n);			/* not zeroed */
void *mem_zalloc(size_t n);			/* zeroed */
void *mem_array(size_t n, size_t each);		/* zeroed; overflow aborts */
void *mem_resize(void *p, size_t n);
char *mem_strdup(const char *s);

/* p = an array of `n` elements with room for one more; doubles *cap. */
void *mem_grow(void *p, size_t n, size_t *cap, size_t each);

#endif
