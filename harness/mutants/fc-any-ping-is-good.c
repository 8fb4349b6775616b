/* Takes any error for an answer to a probe's ping.  Breaks PLAN-4. */
#include "edge/probe.h"

__typeof__(probe_ping_answered) __wrap_probe_ping_answered;

bool __wrap_probe_ping_answered(struct view type, struct view condition)
{
	(void)type, (void)condition;
	return true;
}
