/* Shows half of the resources that it may.  Breaks GW-LIMIT-7, GW-LIMIT-8. */
#include "gateway/watch_rules.h"

__typeof__(watch_shows_more) __real_watch_shows_more, __wrap_watch_shows_more;

bool __wrap_watch_shows_more(size_t shown)
{
	return __real_watch_shows_more(2 * shown);
}
