/* Hears no request that is addressed to a device.  Breaks R6121-3.1.3-1. */
#include "gateway/watch_xmpp_private.h"

__typeof__(watch_xmpp_stanza) __real_watch_xmpp_stanza, __wrap_watch_xmpp_stanza;

void __wrap_watch_xmpp_stanza(struct gateway *g, const struct element *stanza,
                              const struct parties *p, struct region *r)
{
	if (p->ours.resource.n == 0)
		__real_watch_xmpp_stanza(g, stanza, p, r);
}
