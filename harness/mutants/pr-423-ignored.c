/* A SUBSCRIBE that is too brief is not sent again for longer.
 * Breaks R8048-5.2.2-4, R3261-8.1.3.5-1. */
#include "sip/subscriber.h"

__typeof__(subscriber_too_brief) __wrap_subscriber_too_brief;

enum subscriber_step __wrap_subscriber_too_brief(struct subscriber *s, uint32_t least)
{
	(void)s, (void)least;
	return STEP_NONE;
}
