/* Reads presence documents of any size.  Breaks GW-LIMIT-7. */
#include "gateway/pidf.h"

__typeof__(pidf_within) __wrap_pidf_within;

bool __wrap_pidf_within(size_t used, size_t limit)
{
	(void)used, (void)limit;
	return true;
}
