/* limits_rate.h - how many connections of each address there were lately.
 *
 * RFC 6120 13.12: the number of connections that an address may attempt in a
 * given time.  Time is cut into spans of RATE_SPAN_MS, for each address from its
 * first connection on; so counting one costs the same whatever the flood.
 * Attack: connections that are made and ended again and again, each at the price
 * of a TLS handshake; then from ever new addresses, so that what is remembered
 * grows: beyond RATE_ADDRESSES the oldest is forgotten, which favours nobody who
 * has one address.  Not here: whether it is too many (admission.h), what counts as
 * one address (limits.c).
 */
#ifndef REF_EDGE_LIMITS_RATE_H
#define REF_EDGE_LIMITS_RATE_H

#include <stddef.h>
#include <stdint.h>

#include "lib/view.h"

#define RATE_SPAN_MS   ((uint64_t)10000)
#define RATE_ADDRESSES 4096

struct rate;

struct rate *rate_new(void);
void rate_free(struct rate **rp);
/* Connections counted in the span that is running at `now` (ms, never going back). */
uint32_t rate_lately(struct rate *r, struct view address, uint64_t now);
/* One more. */
void rate_count(struct rate *r, struct view address, uint64_t now);
/* Addresses that are remembered. */
size_t rate_addresses(const struct rate *r);

#endif
