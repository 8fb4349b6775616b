/* A check misses a gateway that is there.  Breaks PLAN-15. */
#include "check/edge_check.h"

__typeof__(check_gateway) __wrap_check_gateway;

enum check_result __wrap_check_gateway(enum cause refusal)
{
	(void)refusal;
	return CHECK_AMISS;
}
