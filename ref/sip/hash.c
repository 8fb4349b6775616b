#include "sip/hash.h"

#include <endian.h>
#include <string.h>

#include "lib/rng.h"
#include "lib/siphash.h"

struct state {
	uint64_t v[4];
};

static void rounds(uint64_t v[4], int n)
{
	while (n-- > 0)
		siphash_round(v);
}

static void begin(struct state *s, const struct sip_hash_key *k)
{
	siphash_begin(s->v, k->k);
	s->v[1] ^= 0xee;
}

static void absorb(struct state *s, uint64_t word)
{
	s->v[3] ^= word;
	rounds(s->v, 2);
	s->v[0] ^= word;
}

/* All words that `v` fills; what is left of it, with the first byte lowest. */
static uint64_t absorb_words(struct state *s, struct view v)
{
	const char *p = v.p;
	size_t left = v.n;
	uint64_t word;

	for (; left >= sizeof word; left -= sizeof word, p += sizeof word) {
		memcpy(&word, p, sizeof word);
		absorb(s, le64toh(word));
	}
	word = 0;
	while (left-- > 0)
		word = word << 8 | (unsigned char)p[left];
	return word;
}

/* `n`: its lowest byte goes in. */
static struct sip_hash end(struct state *s, uint64_t rest, size_t n)
{
	struct sip_hash h;

	absorb(s, rest | (uint64_t)n << 56);
	s->v[2] ^= 0xee;
	rounds(s->v, 4);
	h.h[0] = s->v[0] ^ s->v[1] ^ s->v[2] ^ s->v[3];
	s->v[1] ^= 0xdd;
	rounds(s->v, 4);
	h.h[1] = s->v[0] ^ s->v[1] ^ s->v[2] ^ s->v[3];
	return h;
}

void sip_hash_hex(uint64_t half, char out[SIP_HASH_HEX])
{
	static const char digit[] = "0123456789abcdef";

	for (int i = SIP_HASH_HEX - 1; i >= 0; i--, half >>= 4)
		out[i] = digit[half & 0xf];
}

void sip_hash_key_new(struct sip_hash_key *k)
{
	rng_bytes(k->k, sizeof k->k);
}

struct sip_hash sip_hash(const struct sip_hash_key *k, struct view bytes)
{
	struct state s;

	uint64_t rest;

	begin(&s, k);
	rest = absorb_words(&s, bytes);
	return end(&s, rest, bytes.n);
}

struct sip_hash sip_hash_list(const struct sip_hash_key *k, const struct view *v, size_t n,
                              uint64_t number)
{
	struct state s;

	/* Each with its length and to the end of a word, so that every view begins
	 * one, and none runs into the next. */
	begin(&s, k);
	absorb(&s, number);
	for (size_t i = 0; i < n; i++) {
		absorb(&s, v[i].n);
		absorb(&s, absorb_words(&s, v[i]));
	}
	return end(&s, 0, n);
}

bool sip_hash_equal(const struct sip_hash *a, const struct sip_hash *b)
{
	return a->h[0] == b->h[0] && a->h[1] == b->h[1];
}
