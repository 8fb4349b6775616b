/* Each failure of a NOTIFY ends the watch.  Breaks R6665-4.2.2-1, R8048-5.3.1-3. */
#include "gateway/errors.h"

__typeof__(notify_failure_ends_dialog) __wrap_notify_failure_ends_dialog;

bool __wrap_notify_failure_ends_dialog(int status)
{
	(void)status;
	return true;
}
