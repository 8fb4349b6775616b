/* Behind the 32nd the log has no dialback request that comes to nothing.  Breaks EDGE-PAIRS-4. */
#include "edge/admission.h"

__typeof__(dialback_vain_is_told) __wrap_dialback_vain_is_told;

bool __wrap_dialback_vain_is_told(size_t n)
{
	return n <= DIALBACK_VAIN_MAX;
}
