/* Shows whatever resources there are.  Breaks GW-LIMIT-7, GW-LIMIT-8. */
#include "gateway/watch_rules.h"

__typeof__(watch_shows_more) __wrap_watch_shows_more;

bool __wrap_watch_shows_more(size_t shown)
{
	(void)shown;
	return true;
}
