/* An edge that takes no link is called as often as at first, for ever.  Breaks LYNC-HA-1. */
#include "gateway/uplink_rules.h"

__typeof__(uplink_next_pause) __wrap_uplink_next_pause;

uint64_t __wrap_uplink_next_pause(uint64_t pause_ms, const struct uplink_settings *s)
{
	(void)pause_ms;
	return s->retry_min_ms;
}
