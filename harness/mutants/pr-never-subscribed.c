/* No SIP user hears that a contact asks to see her.  Breaks R8048-5.2.1-1. */
#include "sip/subscriber.h"

__typeof__(subscriber_want) __wrap_subscriber_want;

enum subscriber_step __wrap_subscriber_want(struct subscriber *s, uint64_t now)
{
	(void)s;
	(void)now;
	return STEP_NONE;
}
