/* dns_proxy.h - what stands before the name server of a world: tells who asked what, and
 * plays faults.
 *
 * RFC 1035 4.2: a datagram is passed on or answered as its name's fault says; what comes
 * by TCP is passed on, the questions are told.
 * Not here: the name server and its zones (dns.c), the bytes (dns_wire.h).
 */
#ifndef HARNESS_WORLD_DNS_PROXY_H
#define HARNESS_WORLD_DNS_PROXY_H

#include "lib/fault.h"
#include "lib/loop.h"
#include "lib/map.h"

#define DNS_PROXY  "127.0.0.53:53"
#define DNS_SERVER "127.0.0.54:53"

struct dns_proxy;

/* `faults`: name to struct dns_fault (world.h), lent.  `asked` is called for each
 * question.  NULL and *f: an address cannot be had. */
struct dns_proxy *dns_proxy_new(struct loop *l, const struct map *faults,
                                void (*asked)(void *arg, const char *type, const char *name),
                                void *arg, struct fault *f);
void dns_proxy_free(struct dns_proxy **xp);

/* Asks the server for the root, once; has it answered anything? */
void dns_proxy_probe(struct dns_proxy *x);
bool dns_proxy_has_heard(const struct dns_proxy *x);

#endif
