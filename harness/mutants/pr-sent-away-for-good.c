/* Who sends away somebody that does not watch him loses what he sees of him.
 * Breaks R6121-3.2.3-1. */
#include "gateway/watch_xmpp_private.h"

__typeof__(watch_sip_stanza) __real_watch_sip_stanza, __wrap_watch_sip_stanza;

void __wrap_watch_sip_stanza(struct gateway *g, const struct element *stanza,
                             const struct parties *who, struct region *r)
{
	struct xmpp_watch *w = xmpp_watch_find(g->watch_xmpp, jid_bare(&who->theirs, r),
	                                       jid_bare(&who->ours, r));

	if (w != NULL && view_is(element_attr(stanza, "type"), "unsubscribed"))
		xmpp_watch_deny(w);
	__real_watch_sip_stanza(g, stanza, who, r);
}
