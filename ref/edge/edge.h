/* edge.h - the XMPP proxy as a whole: who may talk to whom, and by which way.
 *
 *   partner -> inbound stream -> addressing -> link -> gateway
 *   gateway -> link -> addressing -> outbound stream (queue) -> partner
 *
 * Everything that goes wrong on a way comes back to the sender as an error
 * with its cause.
 */
#ifndef REF_EDGE_EDGE_H
#define REF_EDGE_EDGE_H

#include "cause/cause.h"
#include "edge/settings.h"
#include "lib/fault.h"
#include "lib/loop.h"

struct edge;

/* Takes the settings.  Binds every address; NULL and *f when one is taken, and
 * nothing was started, nor the settings taken. */
struct edge *edge_new(struct loop *l, struct edge_settings *s, struct fault *f);
void edge_free(struct edge **ep);

/* Takes the settings, all or nothing: on failure *f says why, the old ones
 * stay and `s` is the caller's again.  Streams of partners and domains that
 * are gone, or that the new policy would not have let in, are closed. */
bool edge_reload(struct edge *e, struct edge_settings *s, struct fault *f);

/* Stops listening, closes every stream; `done` when all are over, or after
 * `grace_ms`. */
void edge_drain(struct edge *e, uint64_t grace_ms, void (*done)(void *arg),
                void *arg);

/* How a stream or a pair came to be trusted. */
enum edge_method { EDGE_EXTERNAL, EDGE_TLS_DIALBACK, EDGE_TCP_DIALBACK, EDGE_METHODS };

/* What has happened since the start; all only grow. */
struct edge_counters {
	uint64_t inbound_opened, inbound_failed;	/* streams set up, and not */
	uint64_t outbound_opened, outbound_failed;
	uint64_t connections_refused;		/* accepted, and one too many */
	uint64_t inbound_secured, outbound_secured;	/* TLS came up */
	uint64_t inbound_proved[EDGE_METHODS], outbound_proved[EDGE_METHODS];	/* pairs */
	/* Keys of partners, as their authorities judged them; ours, when a
	 * partner asked. */
	uint64_t keys_valid, keys_invalid, keys_undecided;
	uint64_t asked_valid, asked_invalid, asked_refused;
	uint64_t stanzas_inward, stanzas_outward;
	uint64_t messages_inward, messages_outward;	/* of these */
	uint64_t presence_inward, presence_outward;
	uint64_t bounced[CAUSE_COUNT];		/* stanzas returned, either way */
	uint64_t refused[CAUSE_COUNT];		/* inbound streams and pairs */
	uint64_t failed[CAUSE_COUNT];		/* outbound streams */
	uint64_t inbound_failures[CAUSE_COUNT];	/* inbound ones, TLS included */
};

const struct edge_counters *edge_counters(const struct edge *e);

/* The same of one partner, all its domains together. */
struct edge_tally {
	uint64_t inbound_opened, inbound_failed;
	uint64_t outbound_opened, outbound_failed;
	uint64_t stanzas_inward, stanzas_outward;	/* received; handed over */
	enum cause failure;		/* the last one; CAUSE_NONE: none yet */
	uint64_t failed_at;		/* loop_now() */
};

const struct edge_tally *edge_tally(const struct edge *e, const struct partner *p);

/* What there is now. */
struct edge_gauges {
	size_t connections;	/* seats taken */
	size_t waiting;		/* accepted, nothing proved yet */
	size_t gateways;
};

struct edge_gauges edge_gauges(const struct edge *e);

/* Where the i-th address of `listen`, or of `link.listen`, really is (port 0
 * in the settings: any).  False: there is none. */
bool edge_local(const struct edge *e, size_t i, struct address *out);
bool edge_link_local(const struct edge *e, size_t i, struct address *out);

#endif
