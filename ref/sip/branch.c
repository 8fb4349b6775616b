#include "sip/branch.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "lib/rng.h"

#define UNIQUE_AT (sizeof BRANCH_COOKIE - 1)
#define DOT_AT    (UNIQUE_AT + 16)
#define HASH_AT   (DOT_AT + 1)
#define LENGTH    (HASH_AT + 16)

void branches_init(struct branches *b)
{
	sip_hash_key_new(&b->key);
	rng_bytes(&b->start, sizeof b->start);
	b->count = 0;
}

static void put_hex(char *out, uint64_t n)
{
	static const char digit[] = "0123456789abcdef";

	for (int i = 15; i >= 0; i--, n >>= 4)
		out[i] = digit[n & 0xf];
}

void branch_begin(struct branches *b, char out[BRANCH_SIZE])
{
	memcpy(out, BRANCH_COOKIE, UNIQUE_AT);
	put_hex(out + UNIQUE_AT, b->start + b->count++);
	out[DOT_AT] = '.';
	memset(out + HASH_AT, '0', LENGTH - HASH_AT);
	out[LENGTH] = '\0';
}

/* RFC 5393 4.2.2: all that decides where the request goes from here, and what
 * tells it from others.  UNIQUE is in it, so that no two halves can be put
 * together. */
static uint64_t loop_hash(const struct branches *b, const struct sip_message *m,
                          struct view unique)
{
	const struct view v[] = { m->uri_text, m->call_id, m->from.tag, unique };

	return sip_hash_list(&b->key, v, sizeof v / sizeof v[0], m->cseq.number).h[0];
}

void branch_complete(const struct branches *b, const struct sip_message *m, char *branch)
{
	put_hex(branch + HASH_AT,
	        loop_hash(b, m, (struct view){ branch, DOT_AT }));
}

bool branch_is_ours(const struct branches *b, const struct sip_message *m, struct view branch)
{
	char expected[16];

	if (branch.n != LENGTH)
		return false;
	put_hex(expected, loop_hash(b, m, (struct view){ branch.p, DOT_AT }));
	return memcmp(branch.p + HASH_AT, expected, sizeof expected) == 0;
}
