/* Whatever is subscribed to is presence.  Breaks R6665-4.2.1.1-2, R6665-4.1.3-1,
 * R7702-6.1-1. */
#include "gateway/subscribe_rules.h"

__typeof__(subscribe_event_refused) __wrap_subscribe_event_refused;

unsigned __wrap_subscribe_event_refused(const struct sip_message *m, struct view *id)
{
	(void)m;
	*id = (struct view){ NULL, 0 };
	return 0;
}
