/* Takes one connection more of an address than its rate allows.
 * Breaks R6120-13.12-2, EDGE-RATE-1. */
#include "edge/admission.h"

__typeof__(rate_refused) __real_rate_refused, __wrap_rate_refused;

enum cause __wrap_rate_refused(struct room lately)
{
	lately.max++;
	return __real_rate_refused(lately);
}
