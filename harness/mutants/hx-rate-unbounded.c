/* Lets an address call as often as it likes.  Breaks R6120-13.12-2, EDGE-RATE-1. */
#include "edge/admission.h"

__typeof__(rate_refused) __wrap_rate_refused;

enum cause __wrap_rate_refused(struct room lately)
{
	(void)lately;
	return CAUSE_NONE;
}
