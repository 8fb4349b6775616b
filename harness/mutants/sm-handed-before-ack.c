/* Says that a message was handed over when the kernel has it.  Breaks EDGE-SM-1. */
#include "xmpp/sm_rules.h"

__typeof__(sm_is_handed) __wrap_sm_is_handed;

bool __wrap_sm_is_handed(bool managed, bool acknowledged)
{
	(void)managed, (void)acknowledged;
	return true;
}
