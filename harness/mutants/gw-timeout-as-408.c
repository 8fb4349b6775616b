/* A partner that is not reached is told by 408.  Breaks R4320-4.2-1. */
#include "gateway/errors.h"
#include "sip/rfc4320.h"

__typeof__(error_status_for_cause) __real_error_status_for_cause,
        __wrap_error_status_for_cause;
__typeof__(rfc4320_status) __wrap_rfc4320_status;

int __wrap_error_status_for_cause(struct view label, bool invite)
{
	(void)invite;
	return __real_error_status_for_cause(label, true);
}

unsigned __wrap_rfc4320_status(unsigned status)
{
	return status < 200 ? 0 : status;
}
