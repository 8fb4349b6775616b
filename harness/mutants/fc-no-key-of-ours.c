/* A check finds every domain amiss of whose certificate DNS says nothing.  Breaks PLAN-5. */
#include "check/edge_check.h"

__typeof__(check_tlsa) __real_check_tlsa, __wrap_check_tlsa;

enum check_result __wrap_check_tlsa(const struct check_tlsa *t)
{
	return t->there ? __real_check_tlsa(t) : CHECK_AMISS;
}
