/* Lets one address have all the room of connections that have proved nothing.
 * Breaks R6120-13.12-1, EDGE-HALF-1. */
#include "edge/admission.h"

__typeof__(arrival_refused) __real_arrival_refused, __wrap_arrival_refused;

enum cause __wrap_arrival_refused(struct room unproved, struct room of_address)
{
	(void)of_address;
	return __real_arrival_refused(unproved, unproved);
}
