/* probe_walk.h - what the walks of both programs through the steps of a probe share:
 * whom it is about, how far it came, and who is told.
 *
 * Not here: what a step does (edge/probe.h, gateway/probe.h).
 */
#ifndef REF_PARTNER_PROBE_WALK_H
#define REF_PARTNER_PROBE_WALK_H

#include "jid/jid.h"
#include "lib/loop.h"
#include "partner/probe_step.h"

/* Of the two that a partner's domain may offer (RFC 6120 3.2, XEP-0368). */
enum probe_by { PROBE_BY_EITHER, PROBE_BY_STARTTLS, PROBE_BY_DIRECT_TLS };

struct probe_wanted {        /* lent for the call */
	struct jid from, to; /* prepared */
	struct view text;    /* of the message */
	bool whole;          /* else it ends when it is clear how the domain would be proved */
	enum probe_by way;
};

struct probe_ops {
	void (*row)(void *arg, const struct probe_row *row);
	/* The last call: the probe is gone. */
	void (*done)(void *arg);
};

struct probe_walk {
	struct loop *loop;
	uint64_t id; /* the program's, for the log */
	struct region *memory;
	struct jid from, to; /* bare */
	struct view text;
	enum probe_step next; /* not done yet; PROBE_STEPS: over */
	uint64_t since;       /* when the step before was done */
	struct timer *timer;
	const struct probe_ops *ops;
	void *arg;
};

/* Calls due(whose) at once, but not from inside; then whenever the walk has waited. */
void probe_walk_begin(struct probe_walk *w, struct loop *l, const struct probe_wanted *wanted,
                      const struct probe_ops *ops, void *arg, void (*due)(void *whose),
                      void *whose);
/* Tells of a step that was done, or broke, at `now`. */
void probe_walk_tell(struct probe_walk *w, struct probe_row *row, uint64_t now);
void probe_walk_wait(struct probe_walk *w, uint64_t ms);
/* The end is not now, but when `due` is called: who has called may be in the middle of
 * something. */
void probe_walk_finish(struct probe_walk *w);
void probe_walk_free(struct probe_walk *w);

#endif
