/* A SIP request may come from anybody.  Breaks R7247-8-4, LYNC-GATE-12. */
#include "gateway/parties_rules.h"

__typeof__(sender_refused) __wrap_sender_refused;

enum cause __wrap_sender_refused(const struct jid *who, bool served)
{
	(void)who;
	(void)served;
	return CAUSE_NONE;
}
