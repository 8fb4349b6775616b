/* A partner that does not answer in time is told by 408.  Breaks R4320-4.2-1, R7247-7.1-12. */
#include "gateway/errors.h"
#include "sip/rfc4320.h"

__typeof__(error_status_for_condition) __real_error_status_for_condition,
        __wrap_error_status_for_condition;
__typeof__(rfc4320_status) __wrap_rfc4320_status;

int __wrap_error_status_for_condition(const struct to_sip_row *row, bool full, bool invite,
                                      const struct error_style *style)
{
	int status = __real_error_status_for_condition(row, full, invite, style);

	return status == 504 ? 408 : status;
}

unsigned __wrap_rfc4320_status(unsigned status)
{
	return status < 200 ? 0 : status;
}
