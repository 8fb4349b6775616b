/* Takes everybody for the partner that stands first in the list.
 * Breaks LYNC-PART-3, LYNC-DIALBACK-7, X0220-2.5-1, R6120-10.4.3-1, LYNC-GATE-8, LYNC-GTALK-2, LYNC-DIAG-4. */
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
