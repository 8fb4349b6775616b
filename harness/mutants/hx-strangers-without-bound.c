/* Strangers may have all connections of SIP.  Breaks GW-LIMIT-5. */
#include "sip/strangers.h"

__typeof__(strangers_take) __wrap_strangers_take;

bool __wrap_strangers_take(size_t count, size_t of_address, size_t max)
{
	(void)count, (void)of_address, (void)max;
	return true;
}
