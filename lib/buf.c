#include "lib/buf.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

/* The line of a log, a header, a short stanza: without growing. */
#define CAP_MIN 256

char *buf_room(struct buf *b, size_t n)
{
	size_t len = b->tail - b->head;
	size_t need, cap;

	if (b->mem != NULL && b->cap - b->tail > n)
		return b->mem + b->tail;

	/* Room for the NUL too. */
	if (__builtin_add_overflow(len, n, &need) || __builtin_add_overflow(need, 1, &need))
		need = SIZE_MAX;	/* mem_resize() ends it */

	/* Moving down is paid for by the bytes that were consumed: only when
	 * at least as many are gone as are moved. */
	if (b->head != 0 && b->head >= len && need <= b->cap) {
		memmove(b->mem, b->mem + b->head, len + 1);
		b->head = 0;
		b->tail = len;
		return b->mem + len;
	}
	for (cap = CAP_MIN; cap < need; cap *= 2)
		if (cap > SIZE_MAX / 4) {
			cap = need;
			break;
		}
	if (b->head == 0) {
		b->mem = mem_resize(b->mem, cap);
	} else {
		char *mem = mem_alloc(cap);

		memcpy(mem, b->mem + b->head, len);
		free(b->mem);
		b->mem = mem;
	}
	b->head = 0;
	b->tail = len;
	b->cap = cap;
	b->mem[len] = '\0';
	return b->mem + len;
}

void buf_grew(struct buf *b, size_t n)
{
	assert(n == 0 || n < b->cap - b->tail);
	if (n == 0 && b->mem == NULL)
		return;
	b->tail += n;
	b->mem[b->tail] = '\0';
}

void buf_vprintf(struct buf *b, const char *fmt, va_list ap)
{
	va_list again;
	size_t room;
	int n;

	va_copy(again, ap);
	buf_room(b, CAP_MIN - 1);
	room = b->cap - b->tail;
	n = vsnprintf(b->mem + b->tail, room, fmt, ap);
	assert(n >= 0);		/* a wrong format is our bug */
	if ((size_t)n >= room) {
		buf_room(b, (size_t)n);
		n = vsnprintf(b->mem + b->tail, (size_t)n + 1, fmt, again);
		assert(n >= 0);
	}
	va_end(again);
	buf_grew(b, (size_t)n);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	buf_vprintf(b, fmt, ap);
	va_end(ap);
}

const char *buf_cstr(const struct buf *b)
{
	return b->mem != NULL ? b->mem + b->head : "";
}

void buf_drop(struct buf *b, size_t n)
{
	assert(n <= buf_len(b));
	b->head += n;
	if (b->head == b->tail)
		buf_clear(b);
}

void buf_cut(struct buf *b, size_t len)
{
	assert(len <= buf_len(b));
	b->tail = b->head + len;
	if (b->mem != NULL)
		b->mem[b->tail] = '\0';
}

void buf_clear(struct buf *b)
{
	b->head = 0;
	b->tail = 0;
	if (b->mem != NULL)
		b->mem[0] = '\0';
}

void buf_free(struct buf *b)
{
	free(b->mem);
	*b = (struct buf){ NULL, 0, 0, 0 };
}

void buf_trim_memory(struct buf *b)
{
	if (buf_len(b) == 0)
		buf_free(b);
}

char *buf_take(struct buf *b)
{
	char *s = b->mem;

	if (s == NULL)
		return mem_strdup("");
	if (b->head != 0)
		memmove(s, s + b->head, b->tail - b->head + 1);
	*b = (struct buf){ NULL, 0, 0, 0 };
	return s;
}
