/* federation alone permits.  Breaks LYNC-GATE-3, LYNC-GATE-4. */
#include "gateway/access.h"

__typeof__(access_permits) __wrap_access_permits;

bool __wrap_access_permits(const struct access_policy *p)
{
	return p->federation;
}
