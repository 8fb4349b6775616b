/* branch.h - branches, and the hash in them that tells a loop.
 *
 * RFC 3261 8.1.1.7 (cookie, never twice), 16.6 step 8 and RFC 5393 4.2 (a part
 * that depends on what would make the request take another way).  A branch of
 * ours is "z9hG4bK" UNIQUE "." HASH: HASH is keyed, of Request-URI, Call-ID,
 * From tag and CSeq, so that nobody else can make one.
 */
#ifndef REF_SIP_BRANCH_H
#define REF_SIP_BRANCH_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/view.h"
#include "sip/hash.h"
#include "sip/message.h"

#define BRANCH_COOKIE "z9hG4bK"
#define BRANCH_SIZE   48		/* room for one of ours, NUL included */

struct branches {
	struct sip_hash_key key;
	uint64_t start, count;		/* UNIQUE */
};

void branches_init(struct branches *b);		/* a key of its own */
/* A branch for `m`, a request of ours. */
void branch_make(struct branches *b, const struct sip_message *m, char out[BRANCH_SIZE]);
/* Was this branch made here for a request like `m`? */
bool branch_is_ours(const struct branches *b, const struct sip_message *m, struct view branch);
/* Begins with the cookie and goes on (8.1.1.7). */
bool branch_has_cookie(struct view branch);

#endif
