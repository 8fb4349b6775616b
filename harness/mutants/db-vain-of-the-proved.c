/* Counts what comes to nothing of a partner that has proved a pair, too.  Breaks EDGE-PAIRS-2. */
#include "edge/admission.h"

__typeof__(dialback_in_vain) __wrap_dialback_in_vain;

enum cause __wrap_dialback_in_vain(bool proved, size_t n)
{
	(void)proved;
	return n > DIALBACK_VAIN_MAX ? CAUSE_DB_TOO_OFTEN : CAUSE_NONE;
}
