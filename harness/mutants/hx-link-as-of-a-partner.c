/* Reads an edge within the limits of a partner.  Breaks GW-LIMIT-20. */
#include "gateway/uplink_rules.h"

__typeof__(uplink_limits) __wrap_uplink_limits;

struct xml_limits __wrap_uplink_limits(void)
{
	return xml_limits_default;
}
