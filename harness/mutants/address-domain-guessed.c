/* Takes an address without a domain for one of ours.  Breaks R7622-3.2-3. */
#include "jid/jid.h"

__typeof__(domain_prepare) __real_domain_prepare, __wrap_domain_prepare;

bool __wrap_domain_prepare(struct view text, struct region *r, struct view *out)
{
	return __real_domain_prepare(text.n > 0 ? text : VIEW("contoso.example"), r, out);
}
