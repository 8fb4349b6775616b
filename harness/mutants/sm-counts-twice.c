/* Counts each stanza that it has taken twice.  Breaks X0198-4-1. */
#include "xmpp/sm.h"

__typeof__(sm_received) __real_sm_received, __wrap_sm_received;

void __wrap_sm_received(struct sm *s)
{
	__real_sm_received(s);
	__real_sm_received(s);
}
