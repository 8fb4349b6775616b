/* That a contact refuses, or takes it back, is not told.  Breaks R8048-5.3.1-4, R6121-A.3.4-1. */
#include "sip/notifier.h"

__typeof__(notifier_end) __real_notifier_end, __wrap_notifier_end;

void __wrap_notifier_end(struct notifier *n, enum notifier_reason why)
{
	if (why != NOTIFIER_REJECTED)
		__real_notifier_end(n, why);
}
