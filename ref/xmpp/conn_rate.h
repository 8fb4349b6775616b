/* conn_rate.h - how fast a peer may send, kept by reading later (P91).
 *
 * Attack: a partner that is allowed to talk, and sends as fast as it can: each stanza is
 * parsed, checked and handed on, at the price of everybody else's.  What is not read stays
 * with the peer, whose TCP window fills: nothing is lost, and nobody is disconnected.
 */
#ifndef REF_XMPP_CONN_RATE_H
#define REF_XMPP_CONN_RATE_H

#include <stddef.h>
#include <stdint.h>

struct conn_rate { /* zeroed: any */
	uint64_t per_second; /* bytes */
	uint64_t used;       /* thousandths of a byte, at `since` */
	uint64_t since;      /* ms */
};

/* The decision: `n` bytes have come at `now` (ms, never less than before); for how many ms
 * is no more read?  0: as long as they and what came before are no more than a second's
 * worth, which passes at once. */
uint64_t conn_rate_wait(struct conn_rate *r, size_t n, uint64_t now);

#endif
