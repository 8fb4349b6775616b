/* Finds room for every subscription.  Breaks GW-LIMIT-1. */
#include "gateway/watch.h"

__typeof__(watch_has_room) __wrap_watch_has_room;

bool __wrap_watch_has_room(const struct gateway *g)
{
	(void)g;
	return true;
}
