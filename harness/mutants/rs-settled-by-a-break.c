/* What is on its way to users counts as arrived when the link is resumed.  Breaks GW-RS-3, R7572-4-7. */
#include "gateway/uplink_private.h"

__typeof__(uplink_held_resume) __wrap_uplink_held_resume;

uint32_t __wrap_uplink_held_resume(struct uplink_edge *e)
{
	uplink_held_clear(e);
	return sm_handled(e->sm);
}
