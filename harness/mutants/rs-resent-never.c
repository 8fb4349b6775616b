/* The gateway resumes its link, and sends neither again what the edge has not acknowledged nor what waited for it.  Breaks GW-RS-5, R8048-6.3-1, GW-IM-2. */
#include "gateway/uplink_private.h"

__typeof__(sm_resend) __wrap_sm_resend;
__typeof__(uplink_late_flush) __wrap_uplink_late_flush;

bool __wrap_sm_resend(struct sm *s, struct stream *on)
{
	(void)s, (void)on;
	return true;
}

void __wrap_uplink_late_flush(struct uplink *u)
{
	(void)u;
}
