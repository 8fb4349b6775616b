/* A request that nobody answers is kept for ever.  Breaks GW-PR-1, R8048-5.3.1-1. */
#include "gateway/watch_rules.h"

__typeof__(watch_waits) __wrap_watch_waits;

bool __wrap_watch_waits(uint64_t asked, uint64_t now, uint64_t limit)
{
	(void)asked, (void)now, (void)limit;
	return true;
}
