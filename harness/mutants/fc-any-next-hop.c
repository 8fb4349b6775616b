/* A check is content with a SIP server that nobody reaches.  Breaks PLAN-10. */
#include "check/gateway_check.h"

#include "gateway/gateway.h"

__typeof__(check_next_hop) __real_check_next_hop, __wrap_check_next_hop;

enum check_result __wrap_check_next_hop(size_t n, size_t reached, size_t datagrams)
{
	(void)reached;
	return __real_check_next_hop(n, n, datagrams);
}
