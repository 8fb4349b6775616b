/* Says that somebody is gone whenever a document repeats it. Breaks GW-PR-4. */
#include "gateway/watch_rules.h"

__typeof__(watch_says_good_bye) __wrap_watch_says_good_bye;

bool __wrap_watch_says_good_bye(bool was_shown, bool others_shown, bool said)
{
	(void)said;
	return was_shown || !others_shown;
}
