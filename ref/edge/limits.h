/* limits.h - counting connections: in all, per partner, per address and its time.
 *
 * A seat of a partner is taken by proof, never by a claim, so that a stranger
 * who names a partner cannot use up its seats; what has proved nothing waits
 * within a bound of its own, and no address may call too often.  Attack: half-open
 * connections by the thousand.
 * Connections of the dialback authority take no seat, in either direction:
 * they are bounded elsewhere (authority.h), and a partner at its limit could
 * otherwise never be verified.
 */
#ifndef REF_EDGE_LIMITS_H
#define REF_EDGE_LIMITS_H

#include "cause/cause.h"
#include "edge/settings.h"

struct limits;

struct seat {			/* zeroed: none */
	enum { SEAT_NONE, SEAT_WAITING, SEAT_TAKEN } kind;
	char *key;		/* WAITING: the address; TAKEN: the partner */
};

struct limits *limits_new(void);
void limits_free(struct limits **lp);	/* seats are the owners' to leave before */

/* A connection was accepted at `now` (ms, loop_now() scale): it waits.  A cause: it may
 * not; *seat is then as it was. */
enum cause limits_arrive(struct limits *l, const struct edge_settings *s,
                         const struct address *from, uint64_t now, struct seat *seat);
/* It has proved a domain of this partner, or we dial it: it takes a seat, and waits no
 * more.  A seat that is taken already stays what it is.  A cause: none is left, and it
 * waits on. */
enum cause limits_prove(struct limits *l, const struct edge_settings *s,
                        const struct partner *partner, struct seat *seat);
/* The same answer, and nothing is taken. */
enum cause limits_prove_possible(const struct limits *l,
                                 const struct edge_settings *s,
                                 const struct partner *partner,
                                 const struct seat *seat);
/* Its connection is gone; any number of times. */
void limits_leave(struct limits *l, struct seat *seat);

/* Seats taken in all; connections that wait. */
uint32_t limits_taken(const struct limits *l);
uint32_t limits_waiting(const struct limits *l);
/* Seats of the partner with this primary domain. */
uint32_t limits_of_partner(const struct limits *l, struct view domain);

/* How many may wait: a quarter of connection-limit, at least 16. */
uint32_t limits_waiting_max(const struct edge_settings *s);
/* So many connections a partner may have: its own limit, or that of all. */
uint32_t limits_partner_max(const struct edge_settings *s, const struct partner *partner);

#endif
