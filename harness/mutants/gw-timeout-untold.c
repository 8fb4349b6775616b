/* A MESSAGE that nobody has answered is forgotten.  Breaks R7247-7.2-11, LYNC-HA-6. */
#include "gateway/gateway_private.h"

__typeof__(bounce_error) __real_bounce_error, __wrap_bounce_error;

void __wrap_bounce_error(struct gateway *g, const struct element *stanza,
                         const struct xmpp_error *e)
{
	if (!view_is(view_of(e->row), "s2x-no-answer"))
		__real_bounce_error(g, stanza, e);
}
