/* addressing.h - a stanza's addresses against what its stream has proved.
 *
 * RFC 6120 8.1.1.2, 8.1.2.2 and the decision table of docs: improper, foreign,
 * unknown host, never a relay.  Pure.
 */
#ifndef REF_EDGE_ADDRESSING_H
#define REF_EDGE_ADDRESSING_H

#include <stdbool.h>

#include "cause/cause.h"
#include "jid/jid.h"
#include "xml/element.h"
#include "xmpp/pairs.h"

struct stanza_addresses {
	struct jid from, to;	/* prepared; live in the region */
};

/* Reads both.  CAUSE_IMPROPER_ADDRESSING or CAUSE_JID_MALFORMED, or NONE. */
enum cause addresses_read(const struct element *stanza, struct region *r,
                          struct stanza_addresses *out);

/* After CAUSE_JID_MALFORMED: are the domains of both good, so that whose it is and whom it
 * is for can be judged?  Then out->from and ->to hold these alone.  A localpart or resource that is none is its
 * user's doing, and not that of everybody else whose stanzas share the stream (P92). */
bool addresses_domains(const struct element *stanza, struct region *r,
                       struct stanza_addresses *out);

/* The decision for a stanza from a partner: may it pass on a stream that has
 * proved `proved`?  `served`: the target domain is one of ours; `own`: the
 * sender's domain is one of ours. */
enum cause address_refused_inward(const struct stanza_addresses *a,
                                  const struct pairs *proved, bool served,
                                  bool own);

/* The decision for a stanza from a partner on a stream that we have opened, which
 * carries both ways (XEP-0288 2.2): only between the two ends of the pair it was
 * opened for.  `proved`: from the partner's domain to ours. */
enum cause address_refused_returned(const struct stanza_addresses *a,
                                    struct pair proved);

/* The decision for a stanza from a gateway that speaks for `from_served`. */
enum cause address_refused_outward(const struct stanza_addresses *a,
                                   bool from_served, bool to_served,
                                   bool to_partner);

#endif
