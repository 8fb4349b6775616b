/* A check takes what a partner offers for enough.  Breaks PLAN-3. */
#include "check/edge_check.h"

__typeof__(check_partner) __wrap_check_partner;

enum check_result __wrap_check_partner(bool broken)
{
	(void)broken;
	return CHECK_OK;
}
