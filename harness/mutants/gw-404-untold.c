/* That SIP knows nobody of that name is told to nobody.  Breaks R7247-7.2-6, R7572-4-7. */
#include "gateway/gateway_private.h"

__typeof__(bounce_error) __real_bounce_error, __wrap_bounce_error;

void __wrap_bounce_error(struct gateway *g, const struct element *stanza,
                         const struct xmpp_error *e)
{
	if (!view_is(view_of(e->row), "s2x-404"))
		__real_bounce_error(g, stanza, e);
}
