/* Who leaves asks for an hour more.  Breaks R8048-5.2.3-1. */
#include "sip/subscriber.h"

__typeof__(subscriber_asks) __real_subscriber_asks, __wrap_subscriber_asks;

uint32_t __wrap_subscriber_asks(const struct subscriber *s, enum subscriber_step step,
                                const struct subscriber_times *t)
{
	return __real_subscriber_asks(s, step == STEP_END ? STEP_REFRESH : step, t);
}
