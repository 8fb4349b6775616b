/* Where somebody has gone to is not said.  Breaks R7247-7.1-14, R7247-7.2-2. */
#include "gateway/errors.h"

__typeof__(error_to_sip) __real_error_to_sip, __wrap_error_to_sip;
__typeof__(error_from_sip) __real_error_from_sip, __wrap_error_from_sip;

void __wrap_error_to_sip(const struct stanza_error *e, bool full, bool invite,
                         const struct error_style *style, struct region *r,
                         struct sip_error *out)
{
	struct stanza_error bare = *e;

	bare.address = (struct view){ "", 0 };
	__real_error_to_sip(&bare, full, invite, style, r, out);
}

void __wrap_error_from_sip(const struct sip_failure *f, struct region *r,
                           struct xmpp_error *out)
{
	__real_error_from_sip(f, r, out);
	out->address = (struct view){ "", 0 };
}
