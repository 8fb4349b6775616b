/* Holds every partner to the common limit, whatever its own.  Breaks LYNC-PART-11, LYNC-PART-12. */
#include "edge/limits.h"

__typeof__(limits_prove) __real_limits_prove, __wrap_limits_prove;
__typeof__(limits_prove_possible) __real_limits_prove_possible, __wrap_limits_prove_possible;

enum cause __wrap_limits_prove(struct limits *l, const struct edge_settings *s,
                               const struct partner *partner, struct seat *seat)
{
	struct partner common = *partner;

	common.connection_limit = 0;
	return __real_limits_prove(l, s, &common, seat);
}

enum cause __wrap_limits_prove_possible(const struct limits *l, const struct edge_settings *s,
                                        const struct partner *partner, const struct seat *seat)
{
	struct partner common = *partner;

	common.connection_limit = 0;
	return __real_limits_prove_possible(l, s, &common, seat);
}
