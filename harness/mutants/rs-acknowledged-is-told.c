/* A watcher has heard what the edge has acknowledged.  Breaks GW-RS-4, R8048-5.2.1-4. */
#include "gateway/watch_xmpp_private.h"

__typeof__(send_stanza) __real_send_stanza, __wrap_send_stanza;

bool __wrap_send_stanza(struct gateway *g, const struct element *stanza)
{
	bool ok = __real_send_stanza(g, stanza);

	if (ok && view_is(element_attr(stanza, "type"), "subscribed"))
		watch_xmpp_handed(g, element_attr(stanza, "from"), element_attr(stanza, "to"),
		                  element_attr(stanza, "id"));
	return ok;
}
