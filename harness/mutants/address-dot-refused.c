/* Knows no domain with a dot behind it.  Breaks R7622-3.2-2. */
#include "jid/jid.h"

__typeof__(domain_prepare) __real_domain_prepare, __wrap_domain_prepare;

bool __wrap_domain_prepare(struct view text, struct region *r, struct view *out)
{
	if (text.n > 0 && text.p[text.n - 1] == '.')
		return false;
	return __real_domain_prepare(text, r, out);
}
