/* buf.h - bytes that grow at the end and are consumed at the front.
 *
 * A zeroed struct buf is an empty buffer.  Data is always followed by a NUL
 * that does not count, so buf_cstr() is a C string when no NUL is inside.
 */
#ifndef LIB_BUF_H
#define LIB_BUF_H

#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include "lib/view.h"

struct buf {
	char *mem;
	size_t head;	/* first byte that counts */
	size_t tail;	/* one past the last */
	size_t cap;
};

/* Append. */
void buf_printf(struct buf *b, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *b, const char *fmt, va_list ap);

/* Room for at least `n` bytes at the end, and a NUL; write there, then buf_grew() by
 * as many as were written. */
char *buf_room(struct buf *b, size_t n);
void buf_grew(struct buf *b, size_t n);

/* These stand here, for a message is made of a hundred small pieces.  What is
 * put must not lie inside `b` itself. */
static inline void buf_put(struct buf *b, const void *p, size_t n)
{
	if (n == 0)
		return;
	if (b->cap - b->tail <= n)
		buf_room(b, n);
	memcpy(b->mem + b->tail, p, n);
	b->tail += n;
	b->mem[b->tail] = '\0';
}

static inline void buf_putv(struct buf *b, struct view v)
{
	buf_put(b, v.p, v.n);
}

static inline void buf_puts(struct buf *b, const char *s)
{
	buf_put(b, s, strlen(s));
}

static inline void buf_putc(struct buf *b, char c)
{
	if (b->cap - b->tail > 1) {
		b->mem[b->tail++] = c;
		b->mem[b->tail] = '\0';
	} else {
		*buf_room(b, 1) = c;
		buf_grew(b, 1);
	}
}

/* What is inside; lent until the next call that changes `b`. */
static inline struct view buf_view(const struct buf *b)
{
	if (b->mem == NULL)
		return (struct view){ NULL, 0 };
	return (struct view){ b->mem + b->head, b->tail - b->head };
}

/* Lent likewise; "" of an empty one, never NULL. */
const char *buf_cstr(const struct buf *b);

static inline size_t buf_len(const struct buf *b)
{
	return b->tail - b->head;
}

void buf_drop(struct buf *b, size_t n);	/* n bytes off the front */
void buf_cut(struct buf *b, size_t len);	/* keep only the first len bytes */
void buf_clear(struct buf *b);		/* empty, memory kept for reuse */
void buf_free(struct buf *b);		/* empty, memory given back */
void buf_trim_memory(struct buf *b);	/* give memory back if empty */

/* Moves the content out as a NUL-terminated string the caller frees. */
char *buf_take(struct buf *b);

#endif
