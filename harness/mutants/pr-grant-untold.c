/* Nobody hears that he may watch a SIP user.  Breaks R8048-5.2.1-4, R6121-3.4.2-1. */
#include "gateway/watch_xmpp_private.h"

__typeof__(xmpp_watch_grant) __wrap_xmpp_watch_grant;

void __wrap_xmpp_watch_grant(struct xmpp_watch *w)
{
	(void)w;
}
