/* Takes a limit of a partner only when it is less than the common one.
 * Breaks LYNC-PART-11. */
#include "edge/limits.h"

__typeof__(limits_prove) __real_limits_prove, __wrap_limits_prove;

enum cause __wrap_limits_prove(struct limits *l, const struct edge_settings *s,
                               const struct partner *partner, struct seat *seat)
{
	struct partner least = *partner;

	if (least.connection_limit > s->partner_connection_limit)
		least.connection_limit = 0;
	return __real_limits_prove(l, s, &least, seat);
}
