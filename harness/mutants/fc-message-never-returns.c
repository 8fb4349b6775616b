/* An error that comes back for a probe's message is passed over.  Breaks PLAN-4. */
#include "edge/probe.h"

__typeof__(probe_message_returned) __wrap_probe_message_returned;

bool __wrap_probe_message_returned(struct view type)
{
	(void)type;
	return false;
}
