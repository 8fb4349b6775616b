#include "lib/mem.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define GROW_MIN 8

/* Nothing here may allocate: stdio may. */
static _Noreturn void die(const char *line)
{
	/* Nobody is left to hear that standard error is gone too. */
	if (write(2, line, strlen(line)) < 0)
		abort();
	abort();
}

static void *checked(void *p)
{
	if (p == NULL)
		die("event=out-of-memory\n");
	return p;
}

void *mem_alloc(size_t n)
{
	return checked(malloc(n != 0 ? n : 1));
}

void *mem_zalloc(size_t n)
{
	return checked(calloc(1, n != 0 ? n : 1));
}

static size_t product(size_t n, size_t each)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, each, &bytes))
		die("event=array-too-large\n");
	return bytes;
}

void *mem_array(size_t n, size_t each)
{
	return mem_zalloc(product(n, each));
}

void *mem_resize(void *p, size_t n)
{
	return checked(realloc(p, n != 0 ? n : 1));
}

char *mem_strdup(const char *s)
{
	return checked(strdup(s));
}

void *mem_grow(void *p, size_t n, size_t *cap, size_t each)
{
	assert(n <= *cap);
	if (n < *cap)
		return p;
	*cap = *cap != 0 ? product(*cap, 2) : GROW_MIN;
	return mem_resize(p, product(*cap, each));
}
