#include "sip/hash.h"

#include <endian.h>
#include <string.h>

#include "lib/rng.h"

struct state {
	uint64_t v[4];
	uint64_t word;		/* bytes that do not fill a word yet */
	size_t n;		/* in all */
};

static uint64_t rotl(uint64_t x, int by)
{
	return x << by | x >> (64 - by);
}

static void rounds(uint64_t v[4], int n)
{
	while (n-- > 0) {
		v[0] += v[1];
		v[1] = rotl(v[1], 13) ^ v[0];
		v[0] = rotl(v[0], 32);
		v[2] += v[3];
		v[3] = rotl(v[3], 16) ^ v[2];
		v[0] += v[3];
		v[3] = rotl(v[3], 21) ^ v[0];
		v[2] += v[1];
		v[1] = rotl(v[1], 17) ^ v[2];
		v[2] = rotl(v[2], 32);
	}
}

static void begin(struct state *s, const struct sip_hash_key *k)
{
	*s = (struct state){ { k->k[0] ^ UINT64_C(0x736f6d6570736575),
	                       k->k[1] ^ UINT64_C(0x646f72616e646f6d) ^ 0xee,
	                       k->k[0] ^ UINT64_C(0x6c7967656e657261),
	                       k->k[1] ^ UINT64_C(0x7465646279746573) }, 0, 0 };
}

static void absorb(struct state *s, uint64_t word)
{
	s->v[3] ^= word;
	rounds(s->v, 2);
	s->v[0] ^= word;
}

/* The first `n` bytes, at most 8, with the first one lowest. */
static uint64_t little(const char *p, size_t n)
{
	uint64_t word = 0;

	memcpy(&word, p, n);
	return le64toh(word);
}

/* `n` bytes, at most 8, that stand in `bytes`; the others are 0. */
static void add_word(struct state *s, uint64_t bytes, size_t n)
{
	unsigned used = 8 * (unsigned)(s->n % 8);

	s->word |= bytes << used;
	if (used / 8 + n >= 8) {
		absorb(s, s->word);
		s->word = used != 0 ? bytes >> (64 - used) : 0;
	}
	s->n += n;
}

static void add(struct state *s, struct view v)
{
	const char *p = v.p, *end = v.p + v.n;

	for (; end - p >= 8; p += 8)
		add_word(s, little(p, 8), 8);
	if (p < end)
		add_word(s, little(p, (size_t)(end - p)), (size_t)(end - p));
}

static struct sip_hash end(struct state *s)
{
	struct sip_hash h;

	absorb(s, s->word | (uint64_t)s->n << 56);
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

	begin(&s, k);
	add(&s, bytes);
	return end(&s);
}

struct sip_hash sip_hash_list(const struct sip_hash_key *k, const struct view *v, size_t n,
                              uint64_t number)
{
	struct state s;

	begin(&s, k);
	add_word(&s, number, 8);
	for (size_t i = 0; i < n; i++) {
		add_word(&s, v[i].n, 8);
		add(&s, v[i]);
	}
	return end(&s);
}

bool sip_hash_equal(const struct sip_hash *a, const struct sip_hash *b)
{
	return a->h[0] == b->h[0] && a->h[1] == b->h[1];
}
