/* verify.h - asking the authoritative server about a dialback key.
 *
 * XEP-0220 2.1.2.  The authority is found by DNS from the sender domain, never
 * from the connection the key came on.  Asked on the stream we have open to
 * that domain, or on a connection made for asking, one per pair of domains.
 * Attack: keys by the thousand in a partner's name make us dial it; questions
 * under way are bounded per partner and in all.
 * Not here: what an answer means (verdict.h), answering others (inbound).
 */
#ifndef REF_EDGE_VERIFY_H
#define REF_EDGE_VERIFY_H

#include "edge/edge_private.h"

#define VERIFY_MAX		256	/* questions under way */
#define VERIFY_MAX_OF_PARTNER	32	/* about one sender domain */

struct key_question {			/* lent for the call */
	uint64_t inbound;		/* the stream with the key */
	uint64_t round;			/* its header at that time */
	struct pair sent;		/* as written there */
	struct pair pair;		/* prepared; from: the sender domain */
	struct view stream_id, key;
};

/* CAUSE_NONE: inbound_verified() follows, later.  Else too many are asked. */
enum cause verify_ask(struct edge *e, const struct key_question *q);

/* A STREAM_DB_VERIFY_ANSWER on the outbound stream with that number; 0: on the
 * connection for asking about `pair`. */
void verify_answered(struct edge *e, uint64_t outbound, struct pair pair,
                     const struct stream_event *ev);
/* The outbound stream is gone, and with it the answers. */
void verify_lost(struct edge *e, uint64_t outbound, enum cause why);

/* After a reload: ends what is asked about partners and domains that are gone. */
void verify_sweep(struct edge *e);

/* At the end of the edge. */
void verify_free_all(struct edge *e);

#endif
