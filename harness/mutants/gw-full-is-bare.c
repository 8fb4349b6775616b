/* An error about one resource is told as one about the whole user.  Breaks R7247-7.1-2, R7247-7.1-3, R7247-7.1-5,
 * R7247-7.1-6, R7247-7.1-9. */
#include "gateway/errors.h"

__typeof__(error_status_for_condition) __real_error_status_for_condition,
        __wrap_error_status_for_condition;

int __wrap_error_status_for_condition(const struct to_sip_row *row, bool full, bool invite,
                                      const struct error_style *style)
{
	(void)full;
	return __real_error_status_for_condition(row, false, invite, style);
}
