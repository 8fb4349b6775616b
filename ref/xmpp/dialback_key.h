/* dialback_key.h - server dialback keys: making and checking them.
 *
 * XEP-0220 2.1.1 and 2.2.2, XEP-0185: hex(HMAC-SHA256(hex(SHA-256(secret)),
 * receiving SP originating SP stream-id)).
 * Not here: the elements (xmpp/stream.h), whether dialback may be used at all
 * (partner/policy.h).
 */
#ifndef REF_XMPP_DIALBACK_KEY_H
#define REF_XMPP_DIALBACK_KEY_H

#include <stdbool.h>

#include "lib/view.h"

struct dialback_key {		/* the secret, hashed; a plain value */
	char secret[65];
};

#define DIALBACK_KEY_LEN 64

/* Of an operator's passphrase (edges that share it answer for each other);
 * an empty one: random, this process alone can answer. */
void dialback_key_init(struct dialback_key *key, struct view passphrase);

struct pair {			/* who originates, who receives */
	struct view from;	/* the originating (sender) domain */
	struct view to;		/* the receiving (target) domain */
};

/* DIALBACK_KEY_LEN characters and a NUL. */
void dialback_key_make(const struct dialback_key *key, struct pair pair,
                       struct view stream_id, char *out);

/* The decision: was `presented` made by us for exactly this pair and stream
 * id?  Constant time. */
bool dialback_key_matches(const struct dialback_key *key, struct pair pair,
                          struct view stream_id, struct view presented);

#endif
