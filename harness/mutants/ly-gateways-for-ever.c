/* Shows the most gateways that there ever were, and not those that there are.
 * Breaks METRIC-3. */
#include "edge/edge.h"

__typeof__(edge_gauges) __real_edge_gauges, __wrap_edge_gauges;

struct edge_gauges __wrap_edge_gauges(const struct edge *e)
{
	static size_t most;
	struct edge_gauges g = __real_edge_gauges(e);

	if (g.gateways > most)
		most = g.gateways;
	g.gateways = most;
	return g;
}
