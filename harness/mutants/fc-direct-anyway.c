/* A check asks for TLS from the first byte where policy wants no TLS.  Breaks PLAN-6. */
#include "check/edge_check.h"

__typeof__(check_asks_direct) __wrap_check_asks_direct;

bool __wrap_check_asks_direct(const struct partner *p, const struct dns_reply *reply)
{
	(void)p;
	return reply->n_srv != 0;
}
