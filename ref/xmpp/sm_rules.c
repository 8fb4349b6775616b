#include "xmpp/sm_rules.h"

bool sm_may_begin(bool offered, bool managed)
{
	return offered && !managed;
}

bool sm_may_resume(struct view owner_from, struct view owner_to, struct view from,
                   struct view to)
{
	return view_eq(owner_from, from) && view_eq(owner_to, to);
}

bool sm_outlives(bool lost, enum cause cause)
{
	return lost || cause == CAUSE_PEER_UNRESPONSIVE;
}

bool sm_is_worth_a_call(size_t unacked)
{
	return unacked > 0;
}

bool sm_is_handed(bool managed, bool acknowledged)
{
	return !managed || acknowledged;
}

bool sm_may_send_again(bool count_known)
{
	return count_known;
}

uint64_t sm_resume_time(uint64_t ours_ms, uint64_t max)
{
	return max != 0 && max < ours_ms / 1000 ? max * 1000 : ours_ms;
}
