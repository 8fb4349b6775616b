/* Takes a subdomain of a partner for the partner.  Breaks LYNC-PART-3. */
#include "partner/partner.h"

__typeof__(partner_of) __real_partner_of, __wrap_partner_of;

const struct partner *__wrap_partner_of(const struct partners *p, struct view domain)
{
	const struct partner *found = __real_partner_of(p, domain);
	struct view label, rest = domain;

	while (found == NULL && view_cut(rest, '.', &label, &rest))
		found = __real_partner_of(p, rest);
	return found;
}
