/* edge_private.h - what the modules of the edge share.
 *
 * One struct edge per process.  Streams are known by number; whatever waits
 * for an answer keeps the number and finds nothing when the stream is gone.
 */
#ifndef REF_EDGE_PRIVATE_H
#define REF_EDGE_PRIVATE_H

#include "dns/locate.h"
#include "xmpp/conn.h"
#include "edge/edge.h"
#include "edge/limits.h"
#include "edge/link.h"
#include "edge/ports.h"
#include "lib/map.h"
#include "partner/tally.h"
#include "xmpp/dialback_key.h"

struct edge {
	struct loop *loop;
	struct edge_settings *settings;
	struct resolver *resolver;
	struct link *link;
	struct ports *ports;		/* NULL: draining */
	struct conn_set *conns;
	struct limits *limits;
	struct dialback_key key;
	struct ids *inbound;		/* struct inbound */
	struct ids *outbound;		/* struct outbound */
	struct map *outbound_of;	/* pair_key() -> the one in use */
	struct map *inbound_of;		/* the same of those that carry both ways */
	struct ids *resting;		/* struct resting: sessions without a stream */
	struct ids *dials;		/* struct dial */
	struct map *authorities;	/* pair_key() -> struct authority */
	struct ids *questions;		/* struct question */
	struct ids *probes;		/* struct probe */
	struct ids *checks;		/* of ref/check */
	struct map *retries;		/* partner domain -> struct retry */
	struct timer *certificates;	/* the first of them expires; NULL: none was relied on */
	uint64_t certificates_due;	/* 0: not set */
	struct edge_counters counters;
	struct tally *tally;		/* struct edge_tally of each partner */
	enum {
		EDGE_RUNNING,
		EDGE_RETURNING,	/* the gateways leave; what they did not take
				 * goes back to the partners */
		EDGE_LEAVING,	/* no stanza moves any more */
	} phase;
	uint64_t drain_since, drain_grace;
	struct timer *drain_timer;
	void (*drained)(void *arg);
	void *drained_arg;
};

/* One key of a map for two domains; freed by the caller. */
char *pair_key(struct view own, struct view partner);

#endif
