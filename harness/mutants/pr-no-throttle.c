/* Each change is a NOTIFY.  Breaks R3856-6.10-1. */
#include "sip/notifier.h"

__typeof__(notifier_sent) __real_notifier_sent, __wrap_notifier_sent;

void __wrap_notifier_sent(struct notifier *n, uint64_t now, uint64_t interval)
{
	(void)interval;
	__real_notifier_sent(n, now, 0);
}
