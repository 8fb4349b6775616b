/* pairs.h - the domain pairs that one stream has proved, and how.
 *
 * RFC 6120 and XEP-0220 authorise a pair (sender domain, target domain), not
 * a stream.  Domains are prepared (jid/jid.h), and copied.
 * Attack: a peer who asks for one domain after the other on a stream; the owner sets
 * the limit.
 */
#ifndef REF_XMPP_PAIRS_H
#define REF_XMPP_PAIRS_H

#include <stdbool.h>
#include <stddef.h>

#include "xmpp/dialback_key.h"

/* PENDING: its authority is being asked. */
enum pair_state { PAIR_PENDING, PAIR_PROVED, PAIR_DENIED };

struct pairs;

/* So many at the most, whatever their state. */
struct pairs *pairs_new(size_t max);
void pairs_free(struct pairs **pp);

/* Adds it, or gives it another state.  False: the limit is reached
 * (CAUSE_TOO_MANY_PAIRS). */
bool pairs_set(struct pairs *p, struct pair pair, enum pair_state state);
void pairs_remove(struct pairs *p, struct pair pair); /* if it is there */
/* How many there are in this state; is this one? */
size_t pairs_count(const struct pairs *p, enum pair_state state);
bool pairs_has(const struct pairs *p, struct pair pair, enum pair_state state);
/* In the order in which they were added.  Start with *pos 0; false at the end.  What is
 * told is lent until the next change. */
bool pairs_next(const struct pairs *p, size_t *pos, struct pair *pair,
                enum pair_state *state);

/* The decision: has the stream proved this pair? */
bool pair_is_proved(const struct pairs *p, struct pair pair);
/* Has it proved the sender for any target? */
bool sender_is_proved(const struct pairs *p, struct view from);

#endif
