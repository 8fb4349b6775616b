/* Shows what passed to a partner as what passed from it, and the other way round.
 * Breaks METRIC-4. */
#include "gateway/gateway.h"

__typeof__(gateway_tally) __real_gateway_tally, __wrap_gateway_tally;

const struct gateway_tally *__wrap_gateway_tally(const struct gateway *g, const struct partner *p)
{
	static struct gateway_tally t;
	uint64_t in;

	t = *__real_gateway_tally(g, p);
	in = t.inward_passed;
	t.inward_passed = t.outward_passed;
	t.outward_passed = in;
	return &t;
}
