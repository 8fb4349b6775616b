/* A check takes every edge for one that will come.  Breaks PLAN-9. */
#include "check/gateway_check.h"

#include "gateway/gateway.h"

__typeof__(check_edge) __real_check_edge, __wrap_check_edge;

enum check_result __wrap_check_edge(bool up, bool tried)
{
	(void)tried;
	return __real_check_edge(up, false);
}
