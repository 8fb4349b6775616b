/* A check does not mind how a host of ours is found.  Breaks PLAN-13. */
#include "check/edge_check.h"

__typeof__(check_host) __wrap_check_host;

enum check_result __wrap_check_host(const struct dns_reply *a, const struct dns_reply *aaaa)
{
	(void)a;
	(void)aaaa;
	return CHECK_OK;
}
