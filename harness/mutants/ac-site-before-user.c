/* The policy of a site beats that of a user.  Breaks LYNC-GATE-5, LYNC-GATE-10, LYNC-GATE-11. */
#include "gateway/access.h"

__typeof__(access_applies) __real_access_applies, __wrap_access_applies;

struct access_choice __wrap_access_applies(const struct access *a, struct view user)
{
	struct access sites = *a;
	struct access_choice c;

	sites.n_user = 0;
	c = __real_access_applies(&sites, user);
	return c.scope == ACCESS_SITE ? c : __real_access_applies(a, user);
}
