/* Says yes to whoever asks to see a SIP user, in her place.  Breaks R6121-3.1.3-2. */
#include "gateway/watch_xmpp_private.h"

__typeof__(watch_xmpp_stanza) __real_watch_xmpp_stanza, __wrap_watch_xmpp_stanza;

void __wrap_watch_xmpp_stanza(struct gateway *g, const struct element *stanza,
                              const struct parties *p, struct region *r)
{
	struct xmpp_watch *w;

	__real_watch_xmpp_stanza(g, stanza, p, r);
	w = xmpp_watch_find(g->watch_xmpp, jid_bare(&p->theirs, r), jid_bare(&p->ours, r));
	if (w != NULL && view_is(element_attr(stanza, "type"), "subscribe"))
		xmpp_watch_tell(w, "subscribed");
}
