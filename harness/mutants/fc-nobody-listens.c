/* A check finds every socket of the gateway closed.  Breaks PLAN-130. */
#include "check/gateway_check.h"

#include "gateway/gateway.h"

__typeof__(check_listens) __wrap_check_listens;

enum check_result __wrap_check_listens(bool connected)
{
	(void)connected;
	return CHECK_AMISS;
}
