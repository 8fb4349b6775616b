/* A watch that is pending shows what is known.  Breaks R3856-6.6.2-1. */
#include "gateway/notify_rules.h"

__typeof__(notify_shows_presence) __wrap_notify_shows_presence;

bool __wrap_notify_shows_presence(const struct notifier *n, bool known)
{
	(void)n;
	return known;
}
