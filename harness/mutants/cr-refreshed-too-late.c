/* Refreshes a watch when it has run out.  Breaks R6665-4.1.2.2-1, R8048-5.2.2-1. */
#include "sip/subscriber.h"

__typeof__(subscriber_refresh_after) __wrap_subscriber_refresh_after;

uint64_t __wrap_subscriber_refresh_after(uint32_t expires)
{
	return (uint64_t)expires * 2000;
}
