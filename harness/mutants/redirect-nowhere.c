/* Follows only to the open internet, wherever the partner is.  Breaks EDGE-REDIRECT-2. */
#include "edge/redirect.h"
#include "lib/address_scope.h"

__typeof__(redirect_may_lead) __wrap_redirect_may_lead;

bool __wrap_redirect_may_lead(const struct address *by, const struct address *to)
{
	(void)by;
	return address_scope(to) == SCOPE_WORLD;
}
