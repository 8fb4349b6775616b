/* Never gives back all that a stanza took.  Breaks EDGE-COST-1. */
#include "lib/region.h"

__typeof__(region_reset) __real_region_reset, __wrap_region_reset;

void __wrap_region_reset(struct region *r)
{
	region_alloc(region_new(), 2048);
	__real_region_reset(r);
}
