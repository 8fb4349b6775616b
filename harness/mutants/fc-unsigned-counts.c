/* A check takes records that are not signed as if they were.  Breaks PLAN-5. */
#include "check/edge_check.h"

__typeof__(check_tlsa) __real_check_tlsa, __wrap_check_tlsa;

enum check_result __wrap_check_tlsa(const struct check_tlsa *t)
{
	struct check_tlsa signed_ = *t;

	signed_.secure = true;
	return __real_check_tlsa(&signed_);
}
