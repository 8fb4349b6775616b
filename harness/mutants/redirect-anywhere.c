/* Is sent on to its own machine.  Breaks EDGE-REDIRECT-2. */
#include "edge/redirect.h"

__typeof__(redirect_may_lead) __wrap_redirect_may_lead;

bool __wrap_redirect_may_lead(const struct address *by, const struct address *to)
{
	(void)by, (void)to;
	return true;
}
