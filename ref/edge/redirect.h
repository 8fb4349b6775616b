/* redirect.h - see-other-host (RFC 6120 4.9.3.19): who is followed, and where to.
 *
 * What whoever is on the way sends in clear must not lead the edge to the services beside
 * it, nor around what DNS says of the partner's certificate (docs/positions.md, P110).
 * Not here: how often (REDIRECTS_MAX), and what the other host has to prove: the same as
 * the one before it.
 */
#ifndef REF_EDGE_REDIRECT_H
#define REF_EDGE_REDIRECT_H

#include <stdbool.h>

#include "dns/locate.h"
#include "partner/partner.h"
#include "partner/policy.h"

#define REDIRECT_TEXT_MAX 262	/* a name of DNS, a colon, a port */

/* What goes along to the other host. */
struct redirect {
	struct address by;		/* who sends */
	bool has_tlsa;
	struct tlsa_set tlsa;		/* what DNS says of the certificate */
};

/* The decision: could the stream that says so have been given stanzas as it is, and has the
 * operator not said himself which host is called (proxy-fqdn)?  Of *f counts what is known
 * of its connection: secure, dane, certificate. */
bool redirect_is_followed(const struct partner *p, const struct policy_facts *f);
/* The decision: is `to` no nearer to this machine than `by`? */
bool redirect_may_lead(const struct address *by, const struct address *to);

#endif
