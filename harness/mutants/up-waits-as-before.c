/* A link that was up is called for like one that never was: behind the pauses that had grown before.  Breaks LYNC-HA-1. */
#include "gateway/uplink_rules.h"

__typeof__(uplink_redial_delay) __real_uplink_redial_delay, __wrap_uplink_redial_delay;

static unsigned last;

uint64_t __wrap_uplink_redial_delay(unsigned failures, uint64_t resume_ms,
                                    const struct uplink_settings *s, uint32_t chance)
{
	if (failures != 0)
		last = failures;
	else if (last != 0)
		last += 8;
	return __real_uplink_redial_delay(last, resume_ms, s, chance);
}
