/* Tells nobody that he was denied.  Breaks R8048-5.2.2-3. */
#include "gateway/watch_xmpp_private.h"

__typeof__(xmpp_watch_deny) __wrap_xmpp_watch_deny;

void __wrap_xmpp_watch_deny(struct xmpp_watch *w)
{
	(void)xmpp_watch_authorise(w, STORE_NONE, false);
}
