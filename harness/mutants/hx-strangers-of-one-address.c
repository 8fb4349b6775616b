/* One address may have all that strangers may have.  Breaks GW-LIMIT-5. */
#include "sip/strangers.h"

__typeof__(strangers_take) __real_strangers_take, __wrap_strangers_take;

bool __wrap_strangers_take(size_t count, size_t of_address, size_t max)
{
	(void)of_address;
	return __real_strangers_take(count, 0, max);
}
