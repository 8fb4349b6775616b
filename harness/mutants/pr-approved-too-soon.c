/* A watch is active before the contact has said yes.  Breaks R6665-4.2.1.2-1, R6665-4.2.2-2, R3856-6.6.2-1. */
#include "gateway/watch_rules.h"

__typeof__(watch_state_for) __wrap_watch_state_for;

enum sip_substate __wrap_watch_state_for(enum store_state auth)
{
	(void)auth;
	return SIP_SUBSTATE_ACTIVE;
}
