/* Shows streams of a partner as streams to it, and the other way round.  Breaks METRIC-1. */
#include "edge/edge.h"

__typeof__(edge_tally) __real_edge_tally, __wrap_edge_tally;

const struct edge_tally *__wrap_edge_tally(const struct edge *e, const struct partner *p)
{
	static struct edge_tally t;
	uint64_t in;

	t = *__real_edge_tally(e, p);
	in = t.inbound_opened;
	t.inbound_opened = t.outbound_opened;
	t.outbound_opened = in;
	return &t;
}
