/* Begins at any time, and again and again.  Breaks X0198-3-2. */
#include "xmpp/sm_rules.h"

__typeof__(sm_may_begin) __wrap_sm_may_begin;

bool __wrap_sm_may_begin(bool offered, bool managed)
{
	(void)offered, (void)managed;
	return true;
}
