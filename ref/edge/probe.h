/* probe.h - one stream of our own to a partner, for an operator who wants to know
 * where it breaks.
 *
 * It is dialled, secured and proved by the same code as every other (outbound.h),
 * which tells here how far it came; then a ping (XEP-0199), a message and a probe
 * for presence (RFC 6121 4.3) go down it.  The steps, and the order in which they
 * have to work, are those of partner/probe_step.h; the first that does not ends
 * the probe.
 * What the edge has noted about the partner (retry.h) is not asked, and a probe
 * that fails is not noted: asking changes nothing.
 * Attack: a partner that answers a step never, late, or for somebody else.
 */
#ifndef REF_EDGE_PROBE_H
#define REF_EDGE_PROBE_H

#include "edge/router.h"
#include "partner/probe_walk.h"

#define PROBES_MAX      4     /* at once */
#define PROBE_STEP_MS   20000 /* from row to row; fedctl waits longer */
#define PROBE_SILENT_MS 1000  /* for presence, behind a ping that was answered (P52) */

/* 0: there are too many.  Nothing is called back from inside. */
uint64_t probe_begin(struct edge *e, const struct probe_wanted *w, const struct probe_ops *ops,
                     void *arg);
/* Nothing is called back any more. */
void probe_cancel(struct edge *e, uint64_t id);
void probe_free_all(struct edge *e);

/* --- what the stream tells; `id` 0, or of one that is gone: nothing happens --- */

/* By which ways it wants to be led. */
enum probe_by probe_by(const struct edge *e, uint64_t id);
/* This step and all before it are done. */
void probe_passed(struct edge *e, uint64_t id, enum probe_step step, const char *detail);
/* What will stand beside the step once it is done. */
void probe_noted(struct edge *e, uint64_t id, enum probe_step step, const char *detail);
/* The stream is authenticated. */
void probe_up(struct edge *e, uint64_t id, const char *method);
/* The stream is gone, or will never be. */
void probe_failed(struct edge *e, uint64_t id, enum cause cause, const char *words);
/* The next thing would be a proof: does the probe end here? */
bool probe_is_content(struct edge *e, uint64_t id, const char *method);

/* --- what comes back ------------------------------------------------------------ */

/* A stanza from a partner: true when it was for a probe, and goes no further. */
bool probe_takes(struct edge *e, const struct inward *in);

/* The decision: is the ping answered well?  An error that says that the partner
 * does not know ping is an answer as good as any (XEP-0199 4.1, P53). */
bool probe_ping_answered(struct view type, struct view condition);
/* The decision: does a message of this type, with the id of ours, say that ours came back? */
bool probe_message_returned(struct view type);

#endif
