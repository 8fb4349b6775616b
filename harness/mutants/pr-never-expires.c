/* A watch that is not refreshed goes on.  Breaks R6665-4.2.1.4-1, R6665-4.2.1.4-2. */
#include "sip/notifier.h"

__typeof__(notifier_due) __real_notifier_due, __wrap_notifier_due;

uint64_t __wrap_notifier_due(const struct notifier *n)
{
	uint64_t due = __real_notifier_due(n);

	return due == n->expires_at ? UINT64_MAX : due;
}
