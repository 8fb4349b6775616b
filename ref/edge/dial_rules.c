/* Which attempts may be under way at the same time, and where they come from. */
#include "edge/dial.h"

#include <string.h>

bool dial_may_overlap(const struct attempt *now, const struct attempt *next)
{
	/* Of one SRV record: a race between two would be won by whoever is
	 * nearer, and not by who has the better priority (RFC 2782). */
	return strcmp(now->target, next->target) == 0 && now->direct_tls == next->direct_tls &&
	       address_port(&now->at) == address_port(&next->at);
}

const struct address *dial_source(const struct edge_settings *s, const struct address *to)
{
	for (size_t i = 0; i < s->n_call_from; i++)
		if (s->call_from[i].ss.ss_family == to->ss.ss_family)
			return &s->call_from[i];
	return NULL;
}
