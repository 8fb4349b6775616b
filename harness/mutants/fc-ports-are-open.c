/* A check takes an address that refuses its call for one that takes it.  Breaks PLAN-2. */
#include "check/edge_check.h"

__typeof__(check_port) __wrap_check_port;

enum check_result __wrap_check_port(bool connected)
{
	(void)connected;
	return CHECK_OK;
}
