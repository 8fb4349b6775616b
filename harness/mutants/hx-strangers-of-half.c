/* Strangers have half of the connections of SIP that they may have.  Breaks GW-LIMIT-5. */
#include "sip/strangers.h"

__typeof__(strangers_take) __real_strangers_take, __wrap_strangers_take;

bool __wrap_strangers_take(size_t count, size_t of_address, size_t max)
{
	return __real_strangers_take(2 * count, 2 * of_address, max);
}
