/* Counts no question of partners about keys of ours.  Breaks METRIC-1. */
#include "edge/edge.h"

__typeof__(edge_counters) __real_edge_counters, __wrap_edge_counters;

const struct edge_counters *__wrap_edge_counters(const struct edge *e)
{
	static struct edge_counters c;

	c = *__real_edge_counters(e);
	c.asked_valid = c.asked_invalid = c.asked_refused = 0;
	return &c;
}
