#include "lib/rng.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <unistd.h>

/* A call of the kernel for each handful of bytes costs more than a message does:
 * they are taken some hundred at a time.  What was given out is wiped, so that
 * memory seen later does not tell it. */
enum { POOL = 2048, LARGE = 64 };

/* In memory that the kernel zeroes for a child, which must not give out what its
 * parent does: asking who one is would be a call of the kernel again. */
struct pool {
	size_t left; /* at the end of mem */
	unsigned char mem[POOL];
};

static void from_system(void *p, size_t n)
{
	static const char line[] = "event=no-random-bytes\n";
	char *at = p;
	ssize_t got;

	while (n != 0) {
		got = getrandom(at, n, 0);
		if (got < 0 && errno != EINTR) {
			/* Guessable numbers would be worse than none. */
			if (write(2, line, sizeof line - 1) < 0)
				abort();
			abort();
		}
		if (got > 0) {
			at += got;
			n -= (size_t)got;
		}
	}
}

/* NULL: the kernel does not know how to. */
static struct pool *pool_new(void)
{
	struct pool *pool = mmap(NULL, sizeof *pool, PROT_READ | PROT_WRITE,
	                         MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (pool == MAP_FAILED)
		return NULL;
	if (madvise(pool, sizeof *pool, MADV_WIPEONFORK) == 0)
		return pool;
	munmap(pool, sizeof *pool);
	return NULL;
}

void rng_bytes(void *p, size_t n)
{
	static _Thread_local struct pool *pool;
	unsigned char *from;

	if (pool == NULL && n < LARGE)
		pool = pool_new();
	/* A key, say: it is nowhere but with its owner. */
	if (pool == NULL || n >= LARGE) {
		from_system(p, n);
		return;
	}
	if (pool->left < n) {
		from_system(pool->mem, sizeof pool->mem);
		pool->left = sizeof pool->mem;
	}
	from = pool->mem + sizeof pool->mem - pool->left;
	memcpy(p, from, n);
	explicit_bzero(from, n);
	pool->left -= n;
}

static uint64_t from_kernel(struct rng *unused)
{
	uint32_t x;

	(void)unused;
	rng_bytes(&x, sizeof x);
	return x;
}

static uint64_t from_seed(struct rng *r)
{
	return rng_next(r) >> 32;
}

/* The first 2^32 mod n values are drawn again: what is left divides evenly. */
static uint32_t below(uint64_t (*draw)(struct rng *), struct rng *r, uint32_t n)
{
	uint32_t uneven, x;

	assert(n > 0);
	uneven = (0 - n) % n;
	do
		x = (uint32_t)draw(r);
	while (x < uneven);
	return x % n;
}

uint32_t rng_below(uint32_t n)
{
	return below(from_kernel, NULL, n);
}

void rng_word(char *out, size_t n)
{
	/* 32 of the 36: without i, l, o and u, which are misread. */
	static const char letter[] = "0123456789abcdefghjkmnpqrstvwxyz";

	_Static_assert(sizeof letter - 1 == 32, "five bits each");
	rng_bytes(out, n);
	for (size_t i = 0; i < n; i++)
		out[i] = letter[(unsigned char)out[i] % 32];
	out[n] = '\0';
}

void rng_seed(struct rng *r, uint64_t seed)
{
	r->state = seed;
}

/* SplitMix64 (Steele, Lea, Flood 2014). */
uint64_t rng_next(struct rng *r)
{
	uint64_t z = r->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

uint32_t rng_next_below(struct rng *r, uint32_t n)
{
	return below(from_seed, r, n);
}
