/* zone.h - what DNS says of the domains of a case: of scripted servers, and of the system
 * under test and real partners.
 *
 * RFC 6120 3.2, RFC 2782, XEP-0368 3; RFC 6698 for certificates.  The words are those of
 * setting.tbl, `dns`, `dnssec`, `tlsa`, `srv-port`, `srv-priority`; for the system `with
 * own-dns=` and `with own-srv-port=`.
 * Not here: who serves the zones (world/dns.c); the role's address (site.c), which it has.
 */
#ifndef HARNESS_ZONE_H
#define HARNESS_ZONE_H

#include "cast/stage.h"

/* Of a scripted server.  A second target, or an address of IPv6, is its `decoy`; `decoy`
 * is empty where nothing listens.  False and *f: a word that is none. */
bool zone_of_server(struct role *r, struct fault *f);
/* Of a program: the system under test, or a real partner. */
bool zone_of_instance(struct role *r, struct fault *f);
/* `with own-link-dns=aaaa`: of the edge's host, as the gateway knows it: an address of each
 * family.  At that of IPv6 nobody listens, unless an actor does. */
bool zone_of_link(struct role *sut, struct fault *f);
/* Of what the system under test serves besides (`also`). */
void zones_further(struct role *sut);

#endif
