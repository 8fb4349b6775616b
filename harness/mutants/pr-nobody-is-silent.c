/* A probe of nobody is not answered, and one of somebody who refuses is.
 * Breaks R6121-4.3.2-1, R6121-11-1. */
#include "gateway/watch_rules.h"

__typeof__(watch_poll_is_refused) __wrap_watch_poll_is_refused;

bool __wrap_watch_poll_is_refused(enum subscribe_effect effect)
{
	return effect == SUBSCRIBE_DENIED;
}
