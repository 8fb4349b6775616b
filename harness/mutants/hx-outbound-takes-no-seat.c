/* Dials a partner that has no room left.  Breaks LYNC-PART-12. */
#include "edge/limits.h"

__typeof__(limits_prove) __real_limits_prove, __wrap_limits_prove;

enum cause __wrap_limits_prove(struct limits *l, const struct edge_settings *s,
                               const struct partner *partner, struct seat *seat)
{
	return seat->kind == SEAT_NONE ? CAUSE_NONE : __real_limits_prove(l, s, partner, seat);
}
