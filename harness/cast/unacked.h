/* unacked.h - what a gateway has sent and the edge has not taken over yet.
 *
 * XEP-0198 4 and 5, docs/link.md 6: an acknowledged stanza is forgotten, the
 * rest is sent again, in order, when the session is resumed.
 */
#ifndef HARNESS_UNACKED_H
#define HARNESS_UNACKED_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/view.h"

struct role;

struct unacked_one {
	struct unacked_one *next;
	const struct role *as; /* who said it; lent */
	struct view xml;       /* owned */
};

/* Zeroed: a session in which nothing was sent. */
struct unacked {
	struct unacked_one *first, *last;
	uint32_t acked, sent; /* modulo 2^32 */
};

/* A message, presence or iq: what is counted? */
bool unacked_counts(struct view xml);
void unacked_put(struct unacked *u, const struct role *as, struct view xml);
/* The edge says it has taken over `h`.  False: more than was sent, or less
 * than it has said before, and nothing is changed. */
bool unacked_ack(struct unacked *u, uint32_t h);
void unacked_clear(struct unacked *u); /* zeroed again */

#endif
