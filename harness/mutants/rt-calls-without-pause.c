/* Calls a partner for each stanza, however often it was in vain.  Breaks R6120-3.3-2. */
#include "edge/admission.h"

__typeof__(retry_delay) __wrap_retry_delay;

uint64_t __wrap_retry_delay(unsigned failures, uint64_t first, uint32_t chance)
{
	(void)failures, (void)first, (void)chance;
	return 0;
}
