/* service-unavailable is told by 503.  Breaks R7247-7.1-16. */
#include "gateway/errors.h"

__typeof__(error_status_for_condition) __real_error_status_for_condition,
        __wrap_error_status_for_condition;

int __wrap_error_status_for_condition(const struct to_sip_row *row, bool full, bool invite,
                                      const struct error_style *style)
{
	if (view_is(view_of(row->condition), "service-unavailable"))
		return 503;
	return __real_error_status_for_condition(row, full, invite, style);
}
