/* pairs.h - the domain pairs that one stream has proved, and how.
 *
 * RFC 6120 and XEP-0220 authorise a pair (sender domain, target domain), not
 * a stream.  Domains are prepared (jid/jid.h).
 */
#ifndef REF_XMPP_PAIRS_H
#define REF_XMPP_PAIRS_H

#include <stdbool.h>
#include <stddef.h>

#include "xmpp/dialback_key.h"

enum pair_state { PAIR_PENDING, PAIR_PROVED, PAIR_DENIED };

struct pairs;

struct pairs *pairs_new(size_t max);
void pairs_free(struct pairs **pp);

/* False: the limit is reached (CAUSE_TOO_MANY_PAIRS). */
bool pairs_set(struct pairs *p, struct pair pair, enum pair_state state);
void pairs_remove(struct pairs *p, struct pair pair);
size_t pairs_count(const struct pairs *p, enum pair_state state);
bool pairs_has(const struct pairs *p, struct pair pair, enum pair_state state);
/* Start with *pos 0. */
bool pairs_next(const struct pairs *p, size_t *pos, struct pair *pair,
                enum pair_state *state);

/* The decision: has the stream proved this pair? */
bool pair_is_proved(const struct pairs *p, struct pair pair);
/* Has it proved the sender for any target? */
bool sender_is_proved(const struct pairs *p, struct view from);

#endif
