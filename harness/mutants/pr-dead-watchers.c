/* Every watcher of XMPP is taken for gone.  Breaks R8048-5.2.2-2, R8048-5.2.2-1. */
#include "gateway/watch_rules.h"

__typeof__(watch_is_alive) __wrap_watch_is_alive;

bool __wrap_watch_is_alive(uint64_t alive, uint64_t now, uint64_t interval)
{
	(void)alive, (void)now, (void)interval;
	return false;
}
