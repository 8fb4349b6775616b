/* Who leaves, or may watch no more, is not told so.  Breaks R8048-5.2.3-2, R6121-A.3.2-1. */
#include "gateway/watch_xmpp_private.h"

__typeof__(xmpp_watch_say) __real_xmpp_watch_say, __wrap_xmpp_watch_say;

void __wrap_xmpp_watch_say(struct xmpp_watch *w)
{
	if (w->auth == STORE_GRANTED)
		__real_xmpp_watch_say(w);
}
