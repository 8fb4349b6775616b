/* A probe of a device is answered by all of them.  Breaks R6121-4.3.2-4. */
#include "gateway/watch_rules.h"

__typeof__(watch_probe_shows) __wrap_watch_probe_shows;

bool __wrap_watch_probe_shows(struct view device, struct view resource)
{
	(void)device, (void)resource;
	return true;
}
