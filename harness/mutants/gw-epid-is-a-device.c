/* An endpoint of Lync's in a URI becomes a resource.  Breaks LYNC-fed-3. */
#include "gateway/address.h"

__typeof__(sip_to_jid) __real_sip_to_jid, __wrap_sip_to_jid;

enum cause __wrap_sip_to_jid(const struct sip_uri *u, struct region *r, struct jid *out)
{
	enum cause c = __real_sip_to_jid(u, r, out);
	struct view opaque;

	if (c == CAUSE_NONE && out->resource.n == 0 && sip_uri_parameter(u, "opaque", &opaque))
		out->resource = region_copy(r, opaque);
	return c;
}
