/* Words to watchers that no edge has taken are not said again.  Breaks GW-RS-4, GW-RS-5. */
#include "gateway/watch.h"

__typeof__(watch_xmpp_lost) __wrap_watch_xmpp_lost;

void __wrap_watch_xmpp_lost(struct gateway *g, const struct element *stanza)
{
	(void)g, (void)stanza;
}
