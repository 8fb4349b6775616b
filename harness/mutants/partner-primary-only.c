/* Knows partners by their primary domain alone.  Breaks LYNC-PART-2, LYNC-PART-4, LYNC-GTALK-2. */
#include "partner/partner.h"

__typeof__(partner_of) __real_partner_of, __wrap_partner_of;

const struct partner *__wrap_partner_of(const struct partners *p, struct view domain)
{
	const struct partner *found = __real_partner_of(p, domain);

	return found != NULL && view_is(domain, found->domain) ? found : NULL;
}
