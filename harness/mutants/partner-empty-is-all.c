/* Takes an empty list for "whoever comes".  Breaks LYNC-ARCH-3. */
#include "partner/partner.h"

__typeof__(partner_of) __real_partner_of, __wrap_partner_of;

const struct partner *__wrap_partner_of(const struct partners *p, struct view domain)
{
	static const struct partner anybody = { .domain = "peer.example",
		                                .type = PARTNER_FEDERATED,
		                                .policy = { POLICY_OPTIONAL, POLICY_OPTIONAL,
		                                            true } };

	return partners_count(p) == 0 ? &anybody : __real_partner_of(p, domain);
}
