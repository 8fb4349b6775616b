/* Knows the common limit alone, and none of a partner.  Breaks LYNC-PART-11. */
#include "edge/limits.h"

__typeof__(limits_prove) __real_limits_prove, __wrap_limits_prove;

enum cause __wrap_limits_prove(struct limits *l, const struct edge_settings *s,
                               const struct partner *partner, struct seat *seat)
{
	struct partner common = *partner;

	common.connection_limit = 0;
	return __real_limits_prove(l, s, &common, seat);
}
