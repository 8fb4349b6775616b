/* Sends what is for one of our own domains out as if it were a partner's.  Breaks R6120-10.5-1. */
#include "edge/addressing.h"
#include "partner/partner.h"

__typeof__(address_refused_outward) __wrap_address_refused_outward;
__typeof__(partner_of) __real_partner_of, __wrap_partner_of;

enum cause __wrap_address_refused_outward(const struct stanza_addresses *a, bool from_served,
                                          bool to_served, bool to_partner)
{
	(void)a;
	return from_served && (to_served || to_partner) ? CAUSE_NONE : CAUSE_PARTNER_UNKNOWN;
}

const struct partner *__wrap_partner_of(const struct partners *set, struct view domain)
{
	const struct partner *p = __real_partner_of(set, domain);

	return p != NULL ? p : __real_partner_of(set, VIEW("peer.example"));
}
