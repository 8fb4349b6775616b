/* Which attempts may be under way at the same time. */
#include <string.h>

#include "dns/locate.h"

bool attempt_may_overlap(const struct attempt *a, const struct attempt *b)
{
	/* Of one SRV record: a race between two would be won by whoever is
	 * nearer, and not by who has the better priority (RFC 2782). */
	return strcmp(a->target, b->target) == 0 && a->transport == b->transport &&
	       a->direct_tls == b->direct_tls && address_port(&a->at) == address_port(&b->at);
}
