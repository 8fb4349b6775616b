/* Counts every final answer of a SIP server as a success.  Breaks METRIC-4. */
#include "gateway/gateway.h"

__typeof__(gateway_counters) __real_gateway_counters, __wrap_gateway_counters;

const struct gateway_counters *__wrap_gateway_counters(const struct gateway *g)
{
	static struct gateway_counters c;

	c = *__real_gateway_counters(g);
	for (size_t i = 3; i < sizeof c.responses / sizeof c.responses[0]; i++) {
		c.responses[2] += c.responses[i];
		c.responses[i] = 0;
	}
	return &c;
}
