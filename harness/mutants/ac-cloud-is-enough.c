/* public-cloud opens the way to XMPP.  Breaks LYNC-GATE-4. */
#include "gateway/access.h"

__typeof__(access_permits) __wrap_access_permits;

bool __wrap_access_permits(const struct access_policy *p)
{
	return p->federation && (p->xmpp || p->public_cloud);
}
