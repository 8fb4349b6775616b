/* local.h - what the edge answers itself, for its domains.
 *
 * IQs do not cross the link.  To a bare domain of ours: ping (XEP-0199), disco
 * info and items (XEP-0030), version (XEP-0092); everything else, and every
 * request to a user, known or not, gets service-unavailable, so that nobody
 * learns who exists (R6120-13.11-1).
 */
#ifndef REF_EDGE_LOCAL_H
#define REF_EDGE_LOCAL_H

#include "edge/addressing.h"
#include "xml/element.h"

/* The answer to `iq`, in `r`; NULL when none is due (result, error). */
struct element *local_answer(struct region *r, const struct element *iq,
                             const struct stanza_addresses *a);

#endif
