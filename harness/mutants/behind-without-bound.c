/* Reads on behind the end of a stream, whatever comes.  Breaks EDGE-RATE-4. */
#include "xmpp/admission.h"

__typeof__(behind_is_too_much) __wrap_behind_is_too_much;

bool __wrap_behind_is_too_much(size_t behind)
{
	(void)behind;
	return false;
}
