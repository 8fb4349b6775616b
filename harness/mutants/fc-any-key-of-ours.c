/* A check takes whatever DNS says of our certificate for right.  Breaks PLAN-5. */
#include "check/edge_check.h"

__typeof__(check_tlsa) __real_check_tlsa, __wrap_check_tlsa;

enum check_result __wrap_check_tlsa(const struct check_tlsa *t)
{
	enum check_result r = __real_check_tlsa(t);

	return r == CHECK_AMISS ? CHECK_OK : r;
}
