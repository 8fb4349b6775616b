/* Counts what is refused to strangers, and says that it was internal.  Breaks METRIC-2. */
#include "edge/edge.h"

__typeof__(edge_counters) __real_edge_counters, __wrap_edge_counters;

const struct edge_counters *__wrap_edge_counters(const struct edge *e)
{
	static struct edge_counters c;

	c = *__real_edge_counters(e);
	c.refused[CAUSE_INTERNAL] = c.refused[CAUSE_PARTNER_UNKNOWN];
	c.refused[CAUSE_PARTNER_UNKNOWN] = 0;
	return &c;
}
