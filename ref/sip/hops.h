/* hops.h - where the next hops of the last second were.
 *
 * Most requests go to one server or two.  RFC 3263 4 lets each be located anew;
 * what was found is good for a moment, so that a burst asks DNS once.  Only what
 * was found is kept, never that something was not.  When its moment is over, one
 * who asks for it locates it anew, and the others go on with what was found.
 */
#ifndef REF_SIP_HOPS_H
#define REF_SIP_HOPS_H

#include "dns/locate.h"
#include "lib/view.h"

#define HOPS_MAX      16   /* routes that a peer chose push out one another, no more */
#define HOPS_FRESH_MS 1000 /* records with a lower TTL are that much late */
#define HOPS_TEXT_MAX 512  /* bytes of a URI; a longer one is located each time */

struct hop_place {
	char host[256];          /* whom a certificate must name; "": an address */
	struct attempt *attempt; /* in order */
	size_t n;
};

struct hops { /* zeroed: none */
	struct hop_known {
		char *uri; /* NULL: free */
		uint64_t until;
		struct hop_place place;
	} known[HOPS_MAX];
};

void hops_free(struct hops *h); /* what is in it */
/* Keeps what was found at `now`; the oldest goes when there are too many. */
void hops_keep(struct hops *h, struct view uri, const char *host, const struct location *where,
               uint64_t now);
/* NULL: not known, or too long ago: to be located, then kept or forgotten.  Lent
 * until the next hops_keep() or hops_forget(). */
const struct hop_place *hops_find(struct hops *h, struct view uri, uint64_t now);
/* It could not be located. */
void hops_forget(struct hops *h, struct view uri);

#endif
