/* udp.h - a UDP socket.
 *
 * Reads are handed up at once, at most 64 datagrams in a turn; datagrams are
 * collected and sent once per loop turn, with one call to the kernel for many.
 * Never blocks, and never calls back from inside a call made on it.
 */
#ifndef LIB_UDP_H
#define LIB_UDP_H

#include <stdbool.h>

#include "lib/address.h"
#include "lib/fault.h"
#include "lib/loop.h"
#include "lib/view.h"

#define UDP_QUEUE_MAX 4096	/* datagrams; a network card that takes no more */

struct udp_ops {		/* each may free the socket */
	/* Lent for the call.  A datagram of no bytes is one. */
	void (*datagram)(void *arg, struct view bytes, const struct address *from);
	/* ICMP says that what was sent to `to` reaches nobody; may be NULL. */
	void (*unreachable)(void *arg, const struct address *to);
};

struct udp;

/* NULL and *f (no file set) when `at` cannot be had. */
struct udp *udp_new(struct loop *l, const struct address *at, const struct udp_ops *ops,
                    void *arg, struct fault *f);
void udp_free(struct udp **up);		/* what was not sent is lost */
/* False: too long for any datagram, or the queue is full. */
bool udp_send(struct udp *u, const struct address *to, struct view bytes);
void udp_local(const struct udp *u, struct address *out);

#endif
