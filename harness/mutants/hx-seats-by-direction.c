/* Counts what we dial apart from what calls us.  Breaks LYNC-PART-12. */
#include "edge/limits.h"

__typeof__(limits_prove) __real_limits_prove, __wrap_limits_prove;

enum cause __wrap_limits_prove(struct limits *l, const struct edge_settings *s,
                               const struct partner *partner, struct seat *seat)
{
	struct partner outwards = *partner;

	/* Who has called has waited. */
	if (seat->kind != SEAT_NONE)
		return __real_limits_prove(l, s, partner, seat);
	outwards.domain = (char[]){ "outwards" };
	return __real_limits_prove(l, s, &outwards, seat);
}
