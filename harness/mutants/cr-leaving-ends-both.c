/* Who watches no more is no more watched either.  Breaks R8048-5.2.3-4. */
#include "gateway/gateway_private.h"

#include "gateway/watch.h"

__typeof__(watch_xmpp_stanza) __real_watch_xmpp_stanza, __wrap_watch_xmpp_stanza;

void __wrap_watch_xmpp_stanza(struct gateway *g, const struct element *stanza,
                              const struct parties *p, struct region *r)
{
	struct element *no;

	__real_watch_xmpp_stanza(g, stanza, p, r);
	if (!view_is(element_attr(stanza, "type"), "unsubscribe"))
		return;
	no = element_copy(r, stanza);
	element_set(r, no, "type", VIEW("unsubscribed"));
	watch_sip_stanza(g, no, p, r);
}
