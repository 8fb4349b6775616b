/* Answers presence that nobody watches by an error.  Breaks R8048-6.2-10. */
#include "gateway/watch_sip_private.h"

__typeof__(watch_sip_stanza) __real_watch_sip_stanza, __wrap_watch_sip_stanza;

void __wrap_watch_sip_stanza(struct gateway *g, const struct element *stanza,
                             const struct parties *who, struct region *r)
{
	if (sip_pair_find(g->watch_sip, jid_bare(&who->ours, r), jid_bare(&who->theirs, r)) ==
	    NULL)
		bounce_cause(g, stanza, CAUSE_NOT_SERVED, "not-watched");
	else
		__real_watch_sip_stanza(g, stanza, who, r);
}
