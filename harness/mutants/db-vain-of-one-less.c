/* Ends the stream of a stranger one request in vain too early.  Breaks EDGE-PAIRS-2. */
#include "edge/admission.h"

__typeof__(dialback_in_vain) __real_dialback_in_vain, __wrap_dialback_in_vain;

enum cause __wrap_dialback_in_vain(bool proved, size_t n)
{
	return __real_dialback_in_vain(proved, n + 1);
}
