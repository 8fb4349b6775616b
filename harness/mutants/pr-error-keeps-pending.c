/* A request that cannot be delivered stays pending.  Breaks R6665-4.2.2-3, R6665-4.2.1.4-2. */
#include "gateway/watch_rules.h"

__typeof__(watch_reason_for_error) __wrap_watch_reason_for_error;

enum notifier_reason __wrap_watch_reason_for_error(struct view condition)
{
	(void)condition;
	return NOTIFIER_NO_REASON;
}
