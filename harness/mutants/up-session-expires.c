/* The pauses between calls for a link do not mind how long the edge keeps its session.  Breaks LYNC-HA-1, GW-RS-5. */
#include "gateway/uplink_rules.h"

__typeof__(uplink_redial_delay) __real_uplink_redial_delay, __wrap_uplink_redial_delay;

uint64_t __wrap_uplink_redial_delay(unsigned failures, uint64_t resume_ms,
                                    const struct uplink_settings *s, uint32_t chance)
{
	(void)resume_ms, (void)chance;
	return __real_uplink_redial_delay(failures, UINT64_MAX, s, 59999);
}
