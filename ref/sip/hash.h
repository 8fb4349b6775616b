/* hash.h - SipHash-2-4 with 128 bits (Aumasson and Bernstein).
 *
 * Keyed, so that no peer can choose what collides; long enough to stand for
 * what was hashed.
 */
#ifndef REF_SIP_HASH_H
#define REF_SIP_HASH_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/view.h"

struct sip_hash_key {
	uint64_t k[2];
};

struct sip_hash {
	uint64_t h[2];
};

void sip_hash_key_new(struct sip_hash_key *k);	/* by chance */
struct sip_hash sip_hash(const struct sip_hash_key *k, struct view bytes);
/* Of several views and a number, no two lists of which run together the same. */
struct sip_hash sip_hash_list(const struct sip_hash_key *k, const struct view *v, size_t n,
                              uint64_t number);
bool sip_hash_equal(const struct sip_hash *a, const struct sip_hash *b);

#endif
