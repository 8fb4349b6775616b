/* An edge that takes no link is called as often as at first, for ever.  Breaks LYNC-HA-1. */
#include "gateway/uplink_rules.h"

__typeof__(uplink_redial_delay) __real_uplink_redial_delay, __wrap_uplink_redial_delay;

uint64_t __wrap_uplink_redial_delay(unsigned failures, uint64_t resume_ms,
                                    const struct uplink_settings *s, uint32_t chance)
{
	return __real_uplink_redial_delay(failures < 1 ? failures : 1, resume_ms, s, chance);
}
