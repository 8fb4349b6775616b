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

/* A session, as far as it matters for the way of a stanza. */
struct uplink_way {
	bool up;        /* else it waits to be resumed */
	uint64_t order; /* lower: older */
};

/* Is `a` used rather than `b`?  What is up before what waits, then the older one. */
bool uplink_goes_before(struct uplink_way a, struct uplink_way b);

/* Does the edge of this name carry the route?  All do when `route` names none. */
bool uplink_in_route(const char *host, const char *const *route, size_t n_route);

/* Had a session been up for so long that what failed before it counts no more?  A few
 * seconds: longer than an edge takes that starts, accepts and falls over. */
bool uplink_was_steady(uint64_t up_ms);

/* How long an edge waits for its next call, in ms.  Behind a session that was up
 * (`failures` 0): up to retry_min_ms, for it is most likely there again, and not all at
 * once, for all gateways have lost it in the same moment.  Behind so many failures since
 * one was steady: longer and longer, up to retry_max_ms.  Never more than a quarter of
 * `resume_ms`, for which the edge keeps the session, so that several calls reach it in
 * that time; UINT64_MAX: there is none to lose.  `chance`: any number. */
uint64_t uplink_redial_delay(unsigned failures, uint64_t resume_ms,
                             const struct uplink_settings *s, uint32_t chance);

/* What is read of an edge.  It has read each stanza within limits of its own, and writes
 * it anew: a character may take six bytes then, an element names its namespace again, and
 * a language is added.  Attack: a reader as narrow as that of partners ends the link of
 * all for what one of them sent. */
struct xml_limits uplink_limits(void);

#endif
