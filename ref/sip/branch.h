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
#define BRANCH_SIZE   41		/* of one of ours, NUL included */

struct branches {
	struct sip_hash_key key;
	uint64_t start, count;		/* UNIQUE */
};

void branches_init(struct branches *b);		/* a key of its own */
/* A new branch, its HASH not made yet; its length is always the same. */
void branch_begin(struct branches *b, char out[BRANCH_SIZE]);
/* Makes HASH for `m`, a request of ours; `branch` may lie within its bytes. */
void branch_complete(const struct branches *b, const struct sip_message *m, char *branch);
/* Was this branch made here for a request like `m`? */
bool branch_is_ours(const struct branches *b, const struct sip_message *m, struct view branch);
#endif
