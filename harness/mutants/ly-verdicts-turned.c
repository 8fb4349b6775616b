/* Shows keys that an authority confirmed as keys about which none said anything, and the
 * other way round.  Breaks METRIC-1. */
#include "edge/edge.h"

__typeof__(edge_counters) __real_edge_counters, __wrap_edge_counters;

const struct edge_counters *__wrap_edge_counters(const struct edge *e)
{
	static struct edge_counters c;
	uint64_t valid;

	c = *__real_edge_counters(e);
	valid = c.keys_valid;
	c.keys_valid = c.keys_undecided;
	c.keys_undecided = valid;
	return &c;
}
