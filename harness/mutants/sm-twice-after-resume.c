/* Sends all again twice.  Breaks EDGE-SM-2. */
#include "xmpp/sm.h"

__typeof__(sm_resend) __real_sm_resend, __wrap_sm_resend;

bool __wrap_sm_resend(struct sm *s, struct stream *on)
{
	return __real_sm_resend(s, on) && __real_sm_resend(s, on);
}
