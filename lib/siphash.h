/* siphash.h - SipHash (Aumasson and Bernstein, 2012): where it begins, and one round.
 *
 * A hash that nobody can make collide who does not know its key.  How many rounds a word
 * and the end get is the user's: lib/map.c 1 and 3, ref/sip/hash.c 2 and 4.
 */
#ifndef LIB_SIPHASH_H
#define LIB_SIPHASH_H

#include <stdint.h>

static inline void siphash_begin(uint64_t v[4], const uint64_t key[2])
{
	v[0] = key[0] ^ UINT64_C(0x736f6d6570736575);
	v[1] = key[1] ^ UINT64_C(0x646f72616e646f6d);
	v[2] = key[0] ^ UINT64_C(0x6c7967656e657261);
	v[3] = key[1] ^ UINT64_C(0x7465646279746573);
}

static inline uint64_t siphash_rotl(uint64_t x, int by)
{
	return x << by | x >> (64 - by);
}

static inline void siphash_round(uint64_t v[4])
{
	v[0] += v[1];
	v[1] = siphash_rotl(v[1], 13) ^ v[0];
	v[0] = siphash_rotl(v[0], 32);
	v[2] += v[3];
	v[3] = siphash_rotl(v[3], 16) ^ v[2];
	v[0] += v[3];
	v[3] = siphash_rotl(v[3], 21) ^ v[0];
	v[2] += v[1];
	v[1] = siphash_rotl(v[1], 17) ^ v[2];
	v[2] = siphash_rotl(v[2], 32);
}

#endif
