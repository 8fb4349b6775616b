/* Answers whoever has proved nothing for as long as he asks.  Breaks EDGE-PAIRS-2. */
#include "edge/admission.h"

__typeof__(dialback_in_vain) __wrap_dialback_in_vain;

enum cause __wrap_dialback_in_vain(bool proved, size_t n)
{
	(void)proved, (void)n;
	return CAUSE_NONE;
}
