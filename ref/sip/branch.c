#include "sip/branch.h"

#include <string.h>

#include "lib/rng.h"

#define UNIQUE_AT (sizeof BRANCH_COOKIE - 1)
#define DOT_AT    (UNIQUE_AT + SIP_HASH_HEX)
#define HASH_AT   (DOT_AT + 1)
#define LENGTH    (HASH_AT + SIP_HASH_HEX)

void branches_init(struct branches *b)
{
	sip_hash_key_new(&b->key);
	rng_bytes(&b->start, sizeof b->start);
	b->count = 0;
}

void branch_begin(struct branches *b, char out[BRANCH_SIZE])
{
	memcpy(out, BRANCH_COOKIE, UNIQUE_AT);
	sip_hash_hex(b->start + b->count++, out + UNIQUE_AT);
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
	sip_hash_hex(loop_hash(b, m, (struct view){ branch, DOT_AT }), branch + HASH_AT);
}

bool branch_is_ours(const struct branches *b, const struct sip_message *m, struct view branch)
{
	char expected[SIP_HASH_HEX];

	if (branch.n != LENGTH)
		return false;
	sip_hash_hex(loop_hash(b, m, (struct view){ branch.p, DOT_AT }), expected);
	return memcmp(branch.p + HASH_AT, expected, sizeof expected) == 0;
}
