/* bounce.h - a stanza that cannot be delivered, back to its sender.
 *
 * RFC 6120 8.3: from and to swapped, id kept, the original payload not
 * repeated.  Errors and iq results are never answered (8.3.1), nor is
 * presence of type unavailable: its sender is gone.
 *
 * Beside the condition and the words stands the cause's label, in <cause/> of
 * NS_LINK (8.3.4: an application-specific condition); a gateway goes by it
 * (docs/link.md), everybody else may pass it over.
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
