/* rng.h - random bytes from the kernel, and a seeded sequence for tests. */
#ifndef LIB_RNG_H
#define LIB_RNG_H

#include <stddef.h>
#include <stdint.h>

void rng_bytes(void *p, size_t n);		/* unpredictable */
uint32_t rng_below(uint32_t n);			/* 0 <= x < n, unbiased; n > 0 */
/* `n` characters of [a-z0-9], NUL added: 5 bits of chance in each. */
void rng_word(char *out, size_t n);

/* The seeded sequence: same seed, same numbers, on every machine. */
struct rng { uint64_t state; };
void rng_seed(struct rng *r, uint64_t seed);
uint64_t rng_next(struct rng *r);
uint32_t rng_next_below(struct rng *r, uint32_t n);

#endif
