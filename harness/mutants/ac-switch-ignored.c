/* The switch of the enterprise is not asked.  Breaks LYNC-GATE-1. */
#include "gateway/access.h"

__typeof__(access_refused) __real_access_refused, __wrap_access_refused;

enum cause __wrap_access_refused(const struct access *a, struct view user)
{
	struct access on = *a;

	on.allow_federated_users = true;
	return __real_access_refused(&on, user);
}
