/* Is sent on from a host that its operator has named.  Breaks EDGE-REDIRECT-3. */
#include "edge/redirect.h"

__typeof__(redirect_is_followed) __real_redirect_is_followed, __wrap_redirect_is_followed;

bool __wrap_redirect_is_followed(const struct partner *p, const struct policy_facts *f)
{
	struct partner anywhere = *p;

	anywhere.proxy_fqdn = NULL;
	return __real_redirect_is_followed(&anywhere, f);
}
