/* No SIP address has a resource.  Breaks R7572-4-4, R7572-4-5, R7247-6.5-4, R7572-4-1. */
#include "gateway/address.h"

__typeof__(jid_to_sip) __real_jid_to_sip, __wrap_jid_to_sip;

enum cause __wrap_jid_to_sip(const struct jid *j, struct buf *uri)
{
	struct jid bare = jid_bare_of(j);

	return __real_jid_to_sip(&bare, uri);
}
