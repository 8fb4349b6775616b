/* bounce.h - a stanza that cannot be delivered, back to its sender.
 *
 * RFC 6120 8.3: from and to swapped, id kept, the original payload not
 * repeated.  Errors and iq results are never answered (8.3.1), nor is presence
 * that asks for none.
 */
#ifndef REF_EDGE_BOUNCE_H
#define REF_EDGE_BOUNCE_H

#include "cause/cause.h"
#include "xml/element.h"

/* The decision: may this stanza be answered by an error? */
bool bounce_allowed(const struct element *stanza);

/* The error stanza in `r`, or NULL when none is allowed.  `words` NULL: the
 * cause's.  The cause must have a stanza condition. */
struct element *bounce(struct region *r, const struct element *stanza,
                       enum cause cause, const char *words);

#endif
