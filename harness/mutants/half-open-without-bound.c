/* Accepts connections that have proved nothing without end.
 * Breaks R6120-13.12-1, EDGE-HALF-1, X0205-3-1. */
#include "edge/admission.h"

__typeof__(arrival_refused) __wrap_arrival_refused;

enum cause __wrap_arrival_refused(struct room unproved, struct room of_address)
{
	(void)unproved, (void)of_address;
	return CAUSE_NONE;
}
