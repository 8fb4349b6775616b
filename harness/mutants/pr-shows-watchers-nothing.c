/* Shows a watcher of XMPP no device.  Breaks R6121-3.1.5-1, R6121-4.3.2-3, R6121-4.5.2-1. */
#include "gateway/watch_xmpp_private.h"

__typeof__(xmpp_watch_tell_one) __wrap_xmpp_watch_tell_one;

void __wrap_xmpp_watch_tell_one(struct xmpp_watch *w, const struct presence *p)
{
	(void)w, (void)p;
}
