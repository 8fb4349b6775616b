/* Goes wherever anybody sends it, whatever he has shown.  Breaks EDGE-REDIRECT-1, EDGE-DANE-5. */
#include "edge/redirect.h"

__typeof__(redirect_is_followed) __wrap_redirect_is_followed;

bool __wrap_redirect_is_followed(const struct partner *p, const struct policy_facts *f)
{
	(void)f;
	return p->proxy_fqdn == NULL;
}
