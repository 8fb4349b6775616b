/* address.h - an IP address with a port, and its text. */
#ifndef LIB_ADDRESS_H
#define LIB_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

#include "lib/view.h"

struct address {		/* an IP address and port */
	struct sockaddr_storage ss;
	socklen_t len;
};

/* "192.0.2.1:5269", "[::]:5269"; port 0 is for listening on any.  False: not
 * an address. */
bool address_parse(struct view text, struct address *out);
#define ADDRESS_MAX 64
/* The same form back; `out` has ADDRESS_MAX bytes. */
const char *address_print(const struct address *a, char *out);
/* Without the port, and IPv6 without brackets. */
const char *address_print_host(const struct address *a, char *out);
unsigned address_port(const struct address *a);
void address_set_port(struct address *a, unsigned port);
bool address_same_host(const struct address *a, const struct address *b);
bool address_same(const struct address *a, const struct address *b); /* the port, too */
/* Can sockets of one kind not listen at both?  Any address holds all others of its family;
 * a socket of IPv6 takes IPv6 alone, and port 0 is another each time. */
bool address_overlaps(const struct address *a, const struct address *b);
/* Whoever holds it, as text: the address without its port; in IPv6 the /64 that it
 * lies in, all of which one who holds one of it has. */
const char *address_holder(const struct address *a, char out[ADDRESS_MAX]);
bool address_is_any(const struct address *a);	/* 0.0.0.0, :: */
bool address_is_loopback(const struct address *a); /* 127.0.0.0/8, ::1 */

#endif
