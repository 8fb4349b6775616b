/* Calls for each session as soon as it is lost, for all in the same moment.  Breaks R6120-3.3-1. */
#include "edge/admission.h"

__typeof__(redial_delay) __real_redial_delay, __wrap_redial_delay;

uint64_t __wrap_redial_delay(unsigned failures, uint64_t most, uint64_t session_ms, uint32_t chance)
{
	return failures == 0 ? 0 : __real_redial_delay(failures, most, session_ms, chance);
}
