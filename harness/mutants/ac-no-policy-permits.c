/* Whom no policy names may talk to anybody.  Breaks LYNC-GATE-2. */
#include "gateway/access.h"

__typeof__(access_applies) __real_access_applies, __wrap_access_applies;

struct access_choice __wrap_access_applies(const struct access *a, struct view user)
{
	static const struct access_policy all = { true, true, true };
	struct access_choice c = __real_access_applies(a, user);

	if (c.policy == NULL)
		c.policy = &all;
	return c;
}
