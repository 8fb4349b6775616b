#include "sip/hash.h"

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

/* The eight bytes of a word with the first one lowest, whatever the machine. */
static uint64_t little(const unsigned char *p)
{
	uint64_t word = 0;

	for (int i = 7; i >= 0; i--)
		word = word << 8 | p[i];
	return word;
}

static void add_byte(struct state *s, unsigned char c)
{
	s->word |= (uint64_t)c << 8 * (s->n % 8);
	if (++s->n % 8 == 0) {
		absorb(s, s->word);
		s->word = 0;
	}
}

static void add(struct state *s, struct view v)
{
	const unsigned char *p = (const unsigned char *)v.p, *end = p + v.n;

	while (p < end && s->n % 8 != 0)
		add_byte(s, *p++);
	for (; end - p >= 8; p += 8, s->n += 8)
		absorb(s, little(p));
	while (p < end)
		add_byte(s, *p++);
}

static void add_number(struct state *s, uint64_t number)
{
	unsigned char bytes[8];

	for (int i = 0; i < 8; i++)
		bytes[i] = (unsigned char)(number >> 8 * i);
	add(s, (struct view){ (const char *)bytes, sizeof bytes });
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
	add_number(&s, number);
	for (size_t i = 0; i < n; i++) {
		add_number(&s, v[i].n);
		add(&s, v[i]);
	}
	return end(&s);
}

bool sip_hash_equal(const struct sip_hash *a, const struct sip_hash *b)
{
	return a->h[0] == b->h[0] && a->h[1] == b->h[1];
}
