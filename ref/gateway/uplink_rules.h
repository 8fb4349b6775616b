/* uplink_rules.h - decisions about the link (docs/link.md). */
#ifndef REF_GATEWAY_UPLINK_RULES_H
#define REF_GATEWAY_UPLINK_RULES_H

#include <stdbool.h>
#include <stddef.h>

#include "gateway/uplink.h"

/* Is the oldest stanza whose fate is open to be counted by `<a/>` all the same?  So much is
 * not acknowledged because of it, itself included.  Attack: one message to a phone that
 * does not answer, and then as many of any kind as fill the window of the edge, which has
 * no room for anybody else's then.  Half of the window, which both ends have alike. */
bool uplink_holds_too_much(size_t stanzas, size_t bytes, const struct uplink_settings *s);

/* How long one of `n` addresses of an edge may take to answer, when a session has to be
 * there `within` ms: RACE_SLOTS of them are called at once (lib/race.h), and where there
 * are more the last has its turn as well.  0: as long as it takes. */
uint64_t uplink_patience(uint64_t within, size_t n);

/* The pause behind the one that was just kept: twice as long, and no longer than
 * retry_max_ms. */
uint64_t uplink_next_pause(uint64_t pause_ms, const struct uplink_settings *s);

/* A session, as far as it matters for the way of a stanza. */
struct uplink_way {
	bool up;        /* else it waits to be resumed */
	uint64_t order; /* lower: older */
};

/* Is `a` used rather than `b`?  What is up before what waits, then the older one. */
bool uplink_goes_before(struct uplink_way a, struct uplink_way b);

/* Does the edge of this name carry the route?  All do when `route` names none. */
bool uplink_in_route(const char *host, const char *const *route, size_t n_route);

#endif
