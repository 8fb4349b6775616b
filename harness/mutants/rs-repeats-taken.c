/* What the edge gives back when the link is resumed is taken for new.  Breaks GW-RS-3, R7572-4-1. */
#include "gateway/uplink_private.h"

__typeof__(uplink_held_repeats) __wrap_uplink_held_repeats;

bool __wrap_uplink_held_repeats(struct uplink_edge *e)
{
	(void)e;
	return false;
}
