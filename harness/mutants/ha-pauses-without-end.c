/* The pauses between calls to an edge that takes no link double without bound.  Breaks LYNC-HA-1. */
#include "gateway/uplink_rules.h"

__typeof__(uplink_redial_delay) __real_uplink_redial_delay, __wrap_uplink_redial_delay;

uint64_t __wrap_uplink_redial_delay(unsigned failures, uint64_t resume_ms,
                                    const struct uplink_settings *s, uint32_t chance)
{
	struct uplink_settings endless = *s;

	(void)chance; /* the longest of what it may be */
	endless.retry_max_ms = UINT64_MAX / 4;
	return __real_uplink_redial_delay(failures, resume_ms, &endless, UINT32_MAX - 1);
}
