/* strangers.h - callers who have not shown yet that they may speak for the enterprise.
 *
 * A connection over TCP is judged by its address when it comes, one over TLS behind its
 * handshake (RFC 5922 7.4).  Until then, and if it never is trusted, it is a stranger's.
 * Attack: one who takes all connections, so that the enterprise's own server gets none,
 * and none can be made to it.
 */
#ifndef REF_SIP_STRANGERS_H
#define REF_SIP_STRANGERS_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/address.h"

/* A quarter of all connections may be strangers', so many at the least; half of that of
 * one address (in IPv6: of one /64). */
#define STRANGERS_MIN 16

struct strangers;

struct strangers *strangers_new(void);
void strangers_free(struct strangers **sp);
size_t strangers_count(const struct strangers *s);
size_t strangers_of(const struct strangers *s, const struct address *from);
void strangers_come(struct strangers *s, const struct address *from);
/* Each that came goes once. */
void strangers_go(struct strangers *s, const struct address *from);

/* The decision: may one more come in, beside so many of them, so many of them from its
 * address, where there may be `max` connections in all?  (strangers_rules.c) */
bool strangers_take(size_t count, size_t of_address, size_t max);

#endif
