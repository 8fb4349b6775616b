#include "lib/region.h"

#include <assert.h>
#include <stdarg.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/mem.h"

/* Under AddressSanitizer each piece gets a block of its own, so that running
 * over its end, and use after a reset, are seen. */
#if defined(__SANITIZE_ADDRESS__)
#define PIECEWISE 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define PIECEWISE 1
#endif
#endif

#ifdef PIECEWISE
#define FIRST_BLOCK  0
#define SECOND_BLOCK 0
#define SMALL_BLOCK  0
#define LAST_BLOCK   0
#else
#define FIRST_BLOCK  (4096 - 128)	/* with the head and malloc's own: a page */
#define SECOND_BLOCK 8192		/* from here they double; */
#define SMALL_BLOCK  1024		/* those of region_new_for() from here */
#define LAST_BLOCK   65536
#endif

/* A stanza has several regions one after the other: those that were freed last
 * are used again, without malloc() looking for room for each. */
#define SPARE_MAX 8

struct block {
	struct block *next;
	alignas(max_align_t) char mem[];
};

struct region {
	char *at, *end;		/* what is free in the newest block */
	struct block *blocks;	/* all but the first, newest first */
	size_t used;
	size_t next_block;
	size_t first_size;
	alignas(max_align_t) char first[];
};

static struct region *spare[SPARE_MAX];
static size_t n_spare;

static void start(struct region *r)
{
	r->at = r->first;
	r->end = r->first + r->first_size;
	r->blocks = NULL;
	r->used = 0;
	r->next_block = r->first_size == FIRST_BLOCK ? SECOND_BLOCK : SMALL_BLOCK;
}

static struct region *region_of(size_t first)
{
	struct region *r;

	if (first > SIZE_MAX - sizeof *r)
		first = SIZE_MAX - sizeof *r;	/* mem_alloc() ends it */
	r = mem_alloc(sizeof *r + first);
	r->first_size = first;
	start(r);
	return r;
}

struct region *region_new(void)
{
	if (n_spare != 0)
		return spare[--n_spare];
	return region_of(FIRST_BLOCK);
}

struct region *region_new_for(size_t n)
{
	return region_of(FIRST_BLOCK != 0 ? n : 0);
}

static void free_blocks(struct region *r)
{
	struct block *b, *next;

	for (b = r->blocks; b != NULL; b = next) {
		next = b->next;
		free(b);
	}
}

void region_free(struct region **rp)
{
	struct region *r = *rp;

	if (r == NULL)
		return;
	*rp = NULL;
	free_blocks(r);
	if (FIRST_BLOCK != 0 && r->first_size == FIRST_BLOCK && n_spare < SPARE_MAX) {
		start(r);
		spare[n_spare++] = r;
	} else {
		free(r);
	}
}

void region_reset(struct region *r)
{
	free_blocks(r);
	start(r);
}

static __attribute__((noinline)) char *new_block(struct region *r, size_t n)
{
	size_t size = n > r->next_block ? n : r->next_block;
	struct block *b;

	if (size > SIZE_MAX - sizeof *b)
		size = SIZE_MAX - sizeof *b;	/* mem_alloc() ends it */
	b = mem_alloc(sizeof *b + size);
	b->next = r->blocks;
	r->blocks = b;
	/* A large piece must not waste what is free in the block before it. */
	if (size - n > (size_t)(r->end - r->at)) {
		r->at = b->mem + n;
		r->end = b->mem + size;
	}
	if (r->next_block != LAST_BLOCK)
		r->next_block *= 2;
	return b->mem;
}

static inline char *piece(struct region *r, size_t n, size_t align)
{
	size_t pad = (size_t)(-(uintptr_t)r->at & (align - 1));
	size_t room = (size_t)(r->end - r->at);
	char *p;

	r->used += n;
	if (pad > room || n > room - pad || room == 0)
		return new_block(r, n);
	p = r->at + pad;
	r->at = p + n;
	return p;
}

void *region_alloc(struct region *r, size_t n)
{
	return memset(piece(r, n, alignof(max_align_t)), 0, n);
}

char *region_cstr(struct region *r, struct view v)
{
	char *s = piece(r, v.n + 1, 1);

	if (v.n != 0)
		memcpy(s, v.p, v.n);
	s[v.n] = '\0';
	return s;
}

struct view region_copy(struct region *r, struct view v)
{
	char *s;

	if (v.n == 0)
		return (struct view){ "", 0 };
	s = piece(r, v.n, 1);
	memcpy(s, v.p, v.n);
	return (struct view){ s, v.n };
}

struct view region_printf(struct region *r, const char *fmt, ...)
{
	size_t room = (size_t)(r->end - r->at);
	va_list ap;
	char *s;
	int n;

	/* Mostly it fits behind what is there: then one pass is enough. */
	va_start(ap, fmt);
	n = vsnprintf(r->at, room, fmt, ap);
	va_end(ap);
	assert(n >= 0);		/* a wrong format is our bug */
	s = piece(r, (size_t)n + 1, 1);
	if ((size_t)n < room)
		return (struct view){ s, (size_t)n };
	va_start(ap, fmt);
	n = vsnprintf(s, (size_t)n + 1, fmt, ap);
	va_end(ap);
	assert(n >= 0);
	return (struct view){ s, (size_t)n };
}

size_t region_used(const struct region *r)
{
	return r->used;
}
