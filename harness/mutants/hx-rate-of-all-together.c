/* Counts the connections of all addresses as those of one: a flood shuts everybody
 * out.  Breaks R6120-13.12-2. */
#include "edge/limits_rate.h"

__typeof__(rate_count) __real_rate_count, __wrap_rate_count;
__typeof__(rate_lately) __real_rate_lately, __wrap_rate_lately;

void __wrap_rate_count(struct rate *r, struct view address, uint64_t now)
{
	(void)address;
	__real_rate_count(r, VIEW("all"), now);
}

uint32_t __wrap_rate_lately(struct rate *r, struct view address, uint64_t now)
{
	(void)address;
	return __real_rate_lately(r, VIEW("all"), now);
}
