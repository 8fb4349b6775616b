/* Says of every stream of a partner on which TLS came up that there were two.
 * Breaks METRIC-1. */
#include "edge/edge.h"

__typeof__(edge_counters) __real_edge_counters, __wrap_edge_counters;

const struct edge_counters *__wrap_edge_counters(const struct edge *e)
{
	static struct edge_counters c;

	c = *__real_edge_counters(e);
	c.inbound_secured *= 2;
	return &c;
}
