/* Calls for a session again and again, without a pause.  Breaks R6120-3.3-2. */
#include "edge/admission.h"

__typeof__(redial_delay) __wrap_redial_delay;

uint64_t __wrap_redial_delay(unsigned failures, uint64_t most, uint64_t session_ms, uint32_t chance)
{
	(void)failures, (void)most, (void)session_ms, (void)chance;
	return 0;
}
