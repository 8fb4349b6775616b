/* Does not ask again when it is told to ask for more. Breaks R3261-8.1.3.5-1. */
#include "sip/subscriber.h"

__typeof__(subscriber_too_brief) __wrap_subscriber_too_brief;

enum subscriber_step __wrap_subscriber_too_brief(struct subscriber *s, uint32_t least)
{
	(void)s, (void)least;
	return STEP_NONE;
}
