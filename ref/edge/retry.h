/* retry.h - leaving a partner alone that could not be reached.
 *
 * RFC 6120 3.3.  A connection is only ever tried because of a stanza; what is
 * sent while a partner is left alone comes back at once with the last cause.
 * A stream that comes up, or a call of the partner, ends it.
 */
#ifndef REF_EDGE_RETRY_H
#define REF_EDGE_RETRY_H

#include "edge/edge_private.h"

/* CAUSE_NONE: it may be tried. */
enum cause retry_refused(const struct edge *e, struct view partner);
void retry_failed(struct edge *e, struct view partner, enum cause cause);
void retry_forget(struct edge *e, struct view partner);
/* False: nothing has failed since it was last reached. */
bool retry_look(const struct edge *e, struct view partner, unsigned *failures,
                enum cause *cause, uint64_t *left_ms);
void retry_free_all(struct edge *e);

#endif
