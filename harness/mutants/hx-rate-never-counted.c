/* Never counts a connection of an address.  Breaks R6120-13.12-2, EDGE-RATE-1. */
#include "edge/limits_rate.h"

__typeof__(rate_count) __wrap_rate_count;

void __wrap_rate_count(struct rate *r, struct view address, uint64_t now)
{
	(void)r, (void)address, (void)now;
}
