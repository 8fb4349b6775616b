/* Who leaves is not shown that nobody is there any more.  Breaks R6121-3.3.3-1. */
#include "gateway/watch_xmpp_private.h"

__typeof__(xmpp_watch_tell_good_byes) __wrap_xmpp_watch_tell_good_byes;

void __wrap_xmpp_watch_tell_good_byes(struct xmpp_watch *w)
{
	shown_clear(&w->shown);
}
