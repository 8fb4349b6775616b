/* A NOTIFY never carries a document.
 * Breaks R8048-6.2-1, R8048-6.2-5, R8048-6.2-8. */
#include "gateway/notify_rules.h"

__typeof__(notify_shows_presence) __wrap_notify_shows_presence;

bool __wrap_notify_shows_presence(const struct notifier *n, bool known)
{
	(void)n, (void)known;
	return false;
}
