/* Who is watched himself is not asked.  Breaks R6121-A.2.1-1. */
#include "gateway/watch_sip_private.h"

__typeof__(sip_pair_ask) __real_sip_pair_ask, __wrap_sip_pair_ask;

void __wrap_sip_pair_ask(struct sip_pair *p)
{
	if (!watch_xmpp_shows_open(p->watch->gateway, view_of(p->presentity),
	                           view_of(p->watcher)))
		__real_sip_pair_ask(p);
}
