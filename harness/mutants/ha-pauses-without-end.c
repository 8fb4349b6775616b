/* The pauses between calls to an edge that takes no link double without bound.  Breaks LYNC-HA-1. */
#include "gateway/uplink_rules.h"

__typeof__(uplink_next_pause) __wrap_uplink_next_pause;

uint64_t __wrap_uplink_next_pause(uint64_t pause_ms, const struct uplink_settings *s)
{
	(void)s;
	return 2 * pause_ms;
}
