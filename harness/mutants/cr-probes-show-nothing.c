/* Answers a probe by nothing, though much is known.  Breaks R8048-7.1-2. */
#include "gateway/watch_xmpp_private.h"

__typeof__(xmpp_watch_tell_all) __wrap_xmpp_watch_tell_all;

void __wrap_xmpp_watch_tell_all(struct xmpp_watch *w, struct view device)
{
	(void)w;
	(void)device;
}
