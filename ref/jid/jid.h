/* jid.h - XMPP addresses (RFC 7622).
 *
 * jid_read() splits, prepares and checks: the localpart by the
 * UsernameCaseMapped profile (RFC 8265), the domainpart by IDNA2008 to
 * U-labels without final dot, the resourcepart by OpaqueString.  Compare
 * prepared addresses byte for byte.
 */
#ifndef REF_JID_H
#define REF_JID_H

#include <stdbool.h>

#include "lib/region.h"
#include "lib/view.h"

#define JID_PART_MAX 1023	/* octets, RFC 7622 3.1 */

struct jid {
	struct view local;	/* empty: none */
	struct view domain;	/* never empty */
	struct view resource;	/* empty: none */
};

/* False: not an address; *why (may be NULL) gets static words. */
bool jid_read(struct view text, struct region *r, struct jid *out,
              const char **why);

/* The same of a user: an address without localpart is refused, too. */
bool jid_read_user(struct view text, struct region *r, struct jid *out,
                   const char **why);

/* local@domain/resource; in `r`. */
struct view jid_text(const struct jid *j, struct region *r);
struct view jid_bare(const struct jid *j, struct region *r);
bool jid_equal(const struct jid *a, const struct jid *b);

/* A domainpart alone: prepared U-label form, lower case, no final dot. */
bool domain_prepare(struct view text, struct region *r, struct view *out);
/* The A-label form for DNS and certificates.  False: not a DNS name (an IP
 * literal, a label too long). */
bool domain_ascii(struct view prepared, struct region *r, struct view *out);
/* True for an IPv4 or bracketed IPv6 literal. */
bool domain_is_literal(struct view prepared);

#endif
