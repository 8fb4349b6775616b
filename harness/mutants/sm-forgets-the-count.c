/* Returns what is known not to have arrived, rather than send it.  Breaks EDGE-SM-4. */
#include "xmpp/sm_rules.h"

__typeof__(sm_may_send_again) __wrap_sm_may_send_again;

bool __wrap_sm_may_send_again(bool count_known)
{
	(void)count_known;
	return false;
}
