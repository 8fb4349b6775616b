/* The last NOTIFY shows nothing.  Breaks R8048-7.2-1, R6665-4.4.3-1, R8048-5.3.3-1, R6665-4.2.1.4-1. */
#include "gateway/notify_rules.h"

__typeof__(notify_shows_presence) __real_notify_shows_presence, __wrap_notify_shows_presence;

bool __wrap_notify_shows_presence(const struct notifier *n, bool known)
{
	return n->state != SIP_SUBSTATE_TERMINATED && __real_notify_shows_presence(n, known);
}
