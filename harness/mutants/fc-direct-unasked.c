/* A check asks no partner for TLS from the first byte.  Breaks PLAN-6. */
#include "check/edge_check.h"

__typeof__(check_asks_direct) __wrap_check_asks_direct;

bool __wrap_check_asks_direct(const struct partner *p, const struct dns_reply *reply)
{
	(void)p, (void)reply;
	return false;
}
