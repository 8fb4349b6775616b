/* Reads presence documents of half the size.  Breaks GW-LIMIT-7. */
#include "gateway/pidf.h"

__typeof__(pidf_within) __real_pidf_within, __wrap_pidf_within;

bool __wrap_pidf_within(size_t used, size_t limit)
{
	return __real_pidf_within(used, limit / 2);
}
