/* Takes a break for the end.  Breaks EDGE-SM-2. */
#include "xmpp/sm_rules.h"

__typeof__(sm_outlives) __wrap_sm_outlives;

bool __wrap_sm_outlives(bool lost, enum cause cause)
{
	(void)lost, (void)cause;
	return false;
}
