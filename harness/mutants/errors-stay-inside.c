/* Does not pass on what the inside says has failed.  Breaks R6120-10.4.3-3. */
#include "edge/router.h"

__typeof__(router_outward) __real_router_outward, __wrap_router_outward;

void __wrap_router_outward(void *arg, uint64_t session, struct element *stanza, size_t bytes,
                           struct region *r)
{
	if (!view_is(element_attr(stanza, "type"), "error"))
		__real_router_outward(arg, session, stanza, bytes, r);
}
