/* diag.h - the TCP sockets of this network namespace, asked of the kernel by netlink
 * (sock_diag(7)).
 *
 * /proc/net/tcp says the same, and walks every socket table of the machine for it,
 * some 2 ms a time; here the listeners alone are walked, and one connection is found
 * by its two ends.
 * Not here: UDP, whose table is short.
 */
#ifndef HARNESS_WORLD_DIAG_H
#define HARNESS_WORLD_DIAG_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/address.h"

enum diag {
	DIAG_NO,
	DIAG_YES,
	DIAG_UNKNOWN, /* this kernel does not say: ask /proc */
};

/* Does anybody listen at `at`, or at its port on any address?  One that listens on any
 * address of IPv6 counts for those of IPv4, too. */
enum diag diag_listens(const struct address *at);

/* Is something unread in the socket of the connection from `local` to `remote`, which
 * are its own end and the other?  NO as well when there is no such socket. */
enum diag diag_has_unread(const struct address *local, const struct address *remote);

/* The connections that are established with `at`: the ports of their far ends, in no order,
 * `max` at most.  False: this kernel does not say. */
bool diag_established(const struct address *at, unsigned *far, size_t max, size_t *n);

/* Ends the one of them whose far end has this port, for both ends at once, as
 * when somebody between them had sent a reset.  False: this kernel does not. */
bool diag_cut(const struct address *at, unsigned far);

#endif
