/* Takes every count of a gateway for possible.  Breaks X0198-6-1, LINK-6-7. */
#include "xmpp/sm.h"

__typeof__(sm_ack) __real_sm_ack, __wrap_sm_ack;

enum cause __wrap_sm_ack(struct sm *s, uint32_t h, sm_acked_fn *fn, void *arg)
{
	(void)__real_sm_ack(s, h, fn, arg);
	return CAUSE_NONE;
}
