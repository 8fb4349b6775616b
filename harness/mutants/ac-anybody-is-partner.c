/* The gateway takes everybody for the partner that stands first in the list.
 * Breaks LYNC-GATE-9, R7247-5-1. */
#include "gateway/gateway_private.h"
#include "partner/partner.h"

__typeof__(partner_of) __real_partner_of, __wrap_partner_of;

const struct partner *__wrap_partner_of(const struct partners *p, struct view domain)
{
	const struct partner *found = __real_partner_of(p, domain);
	struct view first;
	size_t pos = 0;

	if (found == NULL && !partners_next(p, &pos, &first, &found))
		return NULL;
	return found;
}
