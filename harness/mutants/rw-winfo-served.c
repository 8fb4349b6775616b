/* Takes a watch on who watches as one on presence.  Breaks R3857-4.5-1, R3857-4.6-1. */
#include "gateway/subscribe_rules.h"

__typeof__(subscribe_event_refused) __real_subscribe_event_refused,
        __wrap_subscribe_event_refused;

unsigned __wrap_subscribe_event_refused(const struct sip_message *m, struct view *id)
{
	if (!view_is(sip_message_value(m, SIP_EVENT), "presence.winfo"))
		return __real_subscribe_event_refused(m, id);
	*id = (struct view){ NULL, 0 };
	return 0;
}
