/* Remembers a permission that nobody has asked for.  Breaks R6121-3.1.6-1, R6121-A.3.3-1. */
#include "gateway/watch_sip_private.h"

__typeof__(watch_sip_stanza) __real_watch_sip_stanza, __wrap_watch_sip_stanza;

void __wrap_watch_sip_stanza(struct gateway *g, const struct element *stanza,
                             const struct parties *p, struct region *r)
{
	if (view_is(element_attr(stanza, "type"), "subscribed"))
		sip_pair_authorise(sip_pair_make(g->watch_sip, jid_bare(&p->ours, r),
		                                 jid_bare(&p->theirs, r)),
		                   STORE_GRANTED);
	__real_watch_sip_stanza(g, stanza, p, r);
}
