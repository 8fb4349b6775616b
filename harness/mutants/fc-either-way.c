/* A probe by one of a domain's two ways goes by whichever is open.  Breaks PLAN-6. */
#include "edge/dial.h"

__typeof__(dial_is_wanted) __wrap_dial_is_wanted;

bool __wrap_dial_is_wanted(const struct attempt *at, bool direct_tls)
{
	(void)at, (void)direct_tls;
	return true;
}
