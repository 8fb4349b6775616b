/* Sites have no policies of their own.  Breaks LYNC-GATE-5, LYNC-GATE-6. */
#include "gateway/access.h"

__typeof__(access_applies) __real_access_applies, __wrap_access_applies;

struct access_choice __wrap_access_applies(const struct access *a, struct view user)
{
	struct access none = *a;

	none.n_site = 0;
	return __real_access_applies(&none, user);
}
