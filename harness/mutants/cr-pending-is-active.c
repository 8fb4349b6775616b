/* Takes a watch that is pending for one that was allowed.  Breaks R8048-5.2.1-3. */
#include "sip/field.h"

__typeof__(sip_subscription_state_read) __real_sip_subscription_state_read,
        __wrap_sip_subscription_state_read;

bool __wrap_sip_subscription_state_read(struct view value, struct sip_subscription_state *out)
{
	bool ok = __real_sip_subscription_state_read(value, out);

	if (ok && out->state == SIP_SUBSTATE_PENDING)
		out->state = SIP_SUBSTATE_ACTIVE;
	return ok;
}
