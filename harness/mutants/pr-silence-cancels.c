/* Who is silent for too long loses his permission, not only what he sees.  Breaks LYNC-GLOB-10. */
#include "gateway/watch_xmpp_private.h"

__typeof__(xmpp_watch_tell_gone) __real_xmpp_watch_tell_gone, __wrap_xmpp_watch_tell_gone;

void __wrap_xmpp_watch_tell_gone(struct xmpp_watch *w)
{
	__real_xmpp_watch_tell_gone(w);
	if (w->auth == STORE_GRANTED)
		xmpp_watch_deny(w);
}
