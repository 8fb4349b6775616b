/* A request to watch that has failed is forgotten without a word.
 * Breaks R8048-5.2.2-3, R3922-6.1-1. */
#include "gateway/watch_xmpp_private.h"

__typeof__(xmpp_watch_fail) __wrap_xmpp_watch_fail;

void __wrap_xmpp_watch_fail(struct xmpp_watch *w, const struct sip_failure *f)
{
	(void)f;
	(void)xmpp_watch_authorise(w, STORE_NONE, false);
}
