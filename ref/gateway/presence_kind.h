/* presence_kind.h - whose presence is it (RFC 6121 4.7.1)?  Decisions. */
#ifndef REF_GATEWAY_PRESENCE_KIND_H
#define REF_GATEWAY_PRESENCE_KIND_H

#include <stdbool.h>

#include "lib/view.h"
#include "xml/element.h"

/* subscribe, unsubscribe, probe; and available or unavailable, from which it is
 * seen that a watcher lives. */
bool presence_is_of_a_watcher(struct view type);
/* None (available), unavailable, subscribed, unsubscribed, error. */
bool presence_is_of_a_presentity(struct view type);
/* Would its sender learn from an error?  Not who leaves, answers or complains
 * (RFC 6121 4.5, RFC 6120 8.3.1). */
bool presence_wants_an_answer(struct view type);
/* Does it ask for a seat in a room (XEP-0045 7.2)?  No user of ours is one, and who
 * waits for the room's word would wait for ever (RFC 7702 5.1). */
bool presence_enters_a_room(const struct element *stanza);

#endif
