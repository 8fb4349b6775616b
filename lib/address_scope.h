/* address_scope.h - how near an address is: what can be reached there that others cannot reach.
 *
 * RFC 6890 and the registries that it began.  An address of IPv6 that stands for one of
 * IPv4 (mapped, compatible, NAT64, 6to4) is as near as that.
 */
#ifndef LIB_ADDRESS_SCOPE_H
#define LIB_ADDRESS_SCOPE_H

#include "lib/address.h"

enum address_scope {	/* nearest first */
	SCOPE_HOST,	/* this machine: loopback, and 0.0.0.0, which leads there */
	SCOPE_LINK,	/* whoever is on the same wire: link-local, multicast, broadcast */
	SCOPE_SITE,	/* private networks, and those that providers keep for themselves */
	SCOPE_WORLD,
};

/* What is no IP address is SCOPE_HOST. */
enum address_scope address_scope(const struct address *a);

#endif
