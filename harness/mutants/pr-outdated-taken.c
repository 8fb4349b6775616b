/* An outdated document replaces a newer one.  Breaks R3863-6-1. */
#include "gateway/watch_rules.h"

__typeof__(watch_is_outdated) __wrap_watch_is_outdated;

bool __wrap_watch_is_outdated(int64_t last, int64_t stamp)
{
	(void)last, (void)stamp;
	return false;
}
