/* Asks one server, and nobody behind it. Breaks R3263-4.3-1, R3261-21.5.4-1. */
#include "sip/next_hop.h"

__typeof__(next_hop_tries) __wrap_next_hop_tries;
__typeof__(next_hop_tries) __real_next_hop_tries;

size_t __wrap_next_hop_tries(const struct attempt *attempt, size_t n, size_t size,
                             unsigned supported, struct next_hop_try *out, size_t max)
{
	return __real_next_hop_tries(attempt, n, size, supported, out, max < 1 ? max : 1);
}
