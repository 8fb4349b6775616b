/* Answers whoever has proved a pair for as long as he asks.  Breaks EDGE-PAIRS-3. */
#include "edge/admission.h"

__typeof__(dialback_in_vain) __real_dialback_in_vain, __wrap_dialback_in_vain;

enum cause __wrap_dialback_in_vain(bool proved, size_t n)
{
	return proved ? CAUSE_NONE : __real_dialback_in_vain(proved, n);
}
