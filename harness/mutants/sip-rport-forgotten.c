/* Answers to the port in Via although rport was asked for. Breaks R3581-4-1. */
#include "sip/reply_route.h"

__typeof__(reply_flow) __wrap_reply_flow;

__typeof__(reply_flow) __real_reply_flow;

void __wrap_reply_flow(const struct sip_via *via, const struct sip_flow *from,
                       struct sip_flow *out)
{
	struct sip_via without = *via;

	without.rport = false;
	__real_reply_flow(&without, from, out);
}
