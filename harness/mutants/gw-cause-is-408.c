/* Says 408 whatever the edge's cause.
 * Breaks R4320-4.2-1, R7247-7.1-11, R7247-7.1-12. */
#include "gateway/errors.h"

__typeof__(error_status_for_cause) __wrap_error_status_for_cause;

int __wrap_error_status_for_cause(struct view label, bool invite)
{
	(void)label, (void)invite;
	return 408;
}
