/* split.h - a received byte stream cut into units.
 *
 * Tolerant: counts tags, looks at nothing else, and never refuses.  What is
 * no markup comes out as RAW, so that every byte is in exactly one unit and
 * the log holds all that was received.
 * Not here: whether a unit is well-formed (scenario/payload.h).
 */
#ifndef HARNESS_SPLIT_H
#define HARNESS_SPLIT_H

#include <stdbool.h>

#include "judge/event.h"
#include "lib/view.h"

struct split;

struct split *split_new(void);
/* From now on SIP: messages by their Content-Length; CR and LF before one are
 * SPACE (RFC 3261 7.5, RFC 5626 4.4.1). */
void split_speak_sip(struct split *s);
void split_free(struct split **sp);

void split_feed(struct split *s, struct view bytes);

/* The next complete unit; lent until the next call.  False: more bytes are
 * needed.  A header is the start tag of an element `stream`, with the XML
 * declaration before it; it may come again without an end (RFC 6120 4.3.3).
 * A unit longer than SPLIT_MAX comes out as RAW, in parts. */
#define SPLIT_MAX (4u << 20)
bool split_next(struct split *s, enum event_unit *unit, struct view *text);

/* What is left and makes no unit yet; forgotten thereafter. */
struct view split_rest(struct split *s);

#endif
