/* What partners are sent goes by the oldest session, whether its edge is there or not.  Breaks LYNC-HA-2. */
#include "gateway/uplink_rules.h"

__typeof__(uplink_goes_before) __wrap_uplink_goes_before;

bool __wrap_uplink_goes_before(struct uplink_way a, struct uplink_way b)
{
	return a.order < b.order;
}
