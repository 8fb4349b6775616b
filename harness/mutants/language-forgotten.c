/* Gives no stanza the language of its stream.  Breaks R6120-4.7.4-2. */
#include "edge/router.h"

__typeof__(router_inward) __real_router_inward, __wrap_router_inward;

void __wrap_router_inward(struct edge *e, const struct inward *in)
{
	struct inward mute = *in;

	mute.lang = (struct view){ NULL, 0 };
	__real_router_inward(e, &mute);
}
