/* A NOTIFY that is refused for what it is is said again and again.  Breaks GW-PR-3. */
#include "gateway/notify_rules.h"

__typeof__(notify_is_said_again) __wrap_notify_is_said_again;

bool __wrap_notify_is_said_again(int status)
{
	return status < 200 || status >= 300;
}
