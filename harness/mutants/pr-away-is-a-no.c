/* Who may watch has to ask anew when she is away as his watch is made anew.  Breaks GW-PR-2. */
#include "gateway/watch_rules.h"

__typeof__(watch_goes_on) __wrap_watch_goes_on;

bool __wrap_watch_goes_on(enum store_state auth, bool has_dialog)
{
	(void)auth;
	return has_dialog;
}
