/* The pauses between the calls for a session are long, and all alike.  Breaks R6120-3.3-2. */
#include "edge/admission.h"

__typeof__(redial_delay) __wrap_redial_delay;

uint64_t __wrap_redial_delay(unsigned failures, uint64_t most, uint64_t session_ms, uint32_t chance)
{
	(void)most, (void)session_ms, (void)chance;
	return failures == 0 ? 0 : 2000;
}
