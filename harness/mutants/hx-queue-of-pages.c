/* Gives each stanza that waits a page, however small it is.  Breaks EDGE-QUEUE-3. */
#include "lib/region.h"

__typeof__(region_new_for) __wrap_region_new_for;

struct region *__wrap_region_new_for(size_t n)
{
	(void)n;
	return region_new();
}
