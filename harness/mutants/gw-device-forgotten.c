/* The device of a SIP user is no resource.  Breaks R7572-5-4, R7247-6.4-3. */
#include "gateway/address.h"

__typeof__(sip_to_jid) __real_sip_to_jid, __wrap_sip_to_jid;

enum cause __wrap_sip_to_jid(const struct sip_uri *u, struct region *r, struct jid *out)
{
	enum cause c = __real_sip_to_jid(u, r, out);

	if (c == CAUSE_NONE)
		*out = jid_bare_of(out);
	return c;
}
