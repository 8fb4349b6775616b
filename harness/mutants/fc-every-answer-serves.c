/* A check takes every answer of the SIP server for a good one.  Breaks PLAN-10. */
#include "check/gateway_check.h"

#include "gateway/gateway.h"

__typeof__(check_front_end) __wrap_check_front_end;

enum check_result __wrap_check_front_end(unsigned status)
{
	return status != 0 ? CHECK_OK : CHECK_AMISS;
}
