/* A check finds every certificate of the gateway good.  Breaks PLAN-8. */
#include "check/gateway_check.h"

#include "gateway/gateway.h"

__typeof__(check_side) __wrap_check_side;

enum check_result __wrap_check_side(enum cause server, enum cause client, int days, bool named)
{
	(void)server, (void)client, (void)days, (void)named;
	return CHECK_OK;
}
