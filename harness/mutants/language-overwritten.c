/* Gives every stanza the language of its stream, also one that has its own.
 * Breaks R6120-4.7.4-3. */
#include "edge/router.h"

__typeof__(router_inward) __real_router_inward, __wrap_router_inward;

void __wrap_router_inward(struct edge *e, const struct inward *in)
{
	element_set_ns(in->region, in->stanza, NS_XML, "lang", in->lang);
	__real_router_inward(e, in);
}
