/* Sends again what was acknowledged: looks at no count when a session is resumed.
 * Breaks LINK-6-2. */
#include "xmpp/sm.h"

__typeof__(sm_ack) __real_sm_ack, __wrap_sm_ack;

enum cause __wrap_sm_ack(struct sm *s, uint32_t h, sm_acked_fn *fn, void *arg)
{
	return h > 3 ? __real_sm_ack(s, h, fn, arg) : CAUSE_NONE;
}
