/* Lets requests to a user through to the inside, beside answering them.
 * Breaks R6121-8.5.2.1.3-1, X0030-3.1-3. */
#include "edge/link.h"
#include "edge/router.h"

__typeof__(router_inward) __real_router_inward, __wrap_router_inward;

void __wrap_router_inward(struct edge *e, const struct inward *in)
{
	if (view_is(in->stanza->name, "iq"))
		link_send(e->link, in->addresses->to.domain, in->stanza);
	__real_router_inward(e, in);
}
