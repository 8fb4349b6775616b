/* Sends a stanza that one partner has for another on to it.
 * Breaks R6120-10.4-1, R6120-8.1.1.2-3, R7247-5-2, R6120-4.9.1.4-1. */
#include "edge/addressing.h"
#include "edge/outbound.h"
#include "edge/router.h"

__typeof__(address_refused_inward) __real_address_refused_inward, __wrap_address_refused_inward;
__typeof__(router_inward) __real_router_inward, __wrap_router_inward;

enum cause __wrap_address_refused_inward(const struct stanza_addresses *a,
                                         const struct pairs *proved, bool served, bool own)
{
	(void)served;
	return __real_address_refused_inward(a, proved, true, own);
}

void __wrap_router_inward(struct edge *e, const struct inward *in)
{
	if (own_domain(e->settings, in->addresses->to.domain) != NULL)
		__real_router_inward(e, in);
	else
		outbound_send(e, &(struct outward){ .own = e->settings->domain[0].name,
		                                    .partner = in->addresses->to.domain,
		                                    .stanza = in->stanza,
		                                    .bytes = in->bytes });
}
