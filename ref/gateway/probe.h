/* probe.h - the way from the SIP server to a partner, for an operator who wants to
 * know where it breaks (Test-CsXmppIM).
 *
 * The gateway asks its next hop for OPTIONS, looks for an edge, and sends a message of
 * the sender's by it, as a MESSAGE of his would be sent.  What the edge answers tells
 * which of its own steps broke (partner/probe_step.h); the edge's probe tells more of
 * them (edge/probe.h).
 */
#ifndef REF_GATEWAY_PROBE_H
#define REF_GATEWAY_PROBE_H

#include "gateway/front_end.h"
#include "partner/probe_walk.h"

#define GATEWAY_PROBES_MAX    4
#define GATEWAY_PROBE_STEP_MS 25000 /* the edge has 20 s (docs/link.md); fedctl waits longer */
#define GATEWAY_PROBE_LATE_MS 1000  /* for an error behind <handed/> */

/* A whole one.  0: there are too many.  Nothing is called back from inside. */
uint64_t gateway_probe_begin(struct gateway *g, const struct probe_wanted *w,
                             const struct probe_ops *ops, void *arg);
void gateway_probe_cancel(struct gateway *g, uint64_t id);
void gateway_probe_free_all(struct gateway *g);

/* What the edge says of a stanza.  True: it was a probe's. */
bool gateway_probe_handed(struct gateway *g, struct view id);
bool gateway_probe_error(struct gateway *g, const struct element *stanza);
bool gateway_probe_lost(struct gateway *g, const struct element *stanza);
/* Does the operator still wait for that stanza's fate? */
bool gateway_probe_awaits(struct gateway *g, struct view id);

#endif
