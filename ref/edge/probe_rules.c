/* Which answers a probe takes for an answer. */
#include "edge/probe.h"

bool probe_ping_answered(struct view type, struct view condition)
{
	return view_is(type, "result") || view_is(condition, "service-unavailable") ||
	       view_is(condition, "feature-not-implemented");
}

bool probe_message_returned(struct view type)
{
	return view_is(type, "error");
}
