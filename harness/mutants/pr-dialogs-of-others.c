/* A NOTIFY of no dialog that is known says yes, or no, all the same.
 * Breaks R6121-A.2.3-1, R6121-A.2.4-1. */
#include "gateway/watch_xmpp_private.h"

#include "gateway/address.h"
#include "sip/message.h"

__typeof__(watch_xmpp_knows) __real_watch_xmpp_knows, __wrap_watch_xmpp_knows;

bool __wrap_watch_xmpp_knows(const struct gateway *g, const struct sip_message *m)
{
	struct region *r = region_new();
	struct view value = sip_message_value(m, SIP_SUBSCRIPTION_STATE);
	struct sip_subscription_state state;
	struct jid ours, theirs;

	if (!__real_watch_xmpp_knows(g, m) && m->method == SIP_METHOD_NOTIFY &&
	    value.p != NULL && sip_subscription_state_read(value, &state) &&
	    sip_to_jid(&m->from.uri, r, &ours) == CAUSE_NONE &&
	    sip_to_jid(&m->to.uri, r, &theirs) == CAUSE_NONE)
		xmpp_watch_tell(xmpp_watch_make(g->watch_xmpp, jid_bare(&theirs, r),
		                                jid_bare(&ours, r)),
		                state.state == SIP_SUBSTATE_ACTIVE ? "subscribed"
		                                                   : "unsubscribed");
	region_free(&r);
	return __real_watch_xmpp_knows(g, m);
}
