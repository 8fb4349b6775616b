/* Nothing but sip: may cross, and the rest is refused as sips is.  Breaks R3860-3.2.1-1. */
#include "gateway/address.h"

__typeof__(sip_scheme_refused) __wrap_sip_scheme_refused;

enum cause __wrap_sip_scheme_refused(enum sip_scheme scheme)
{
	return scheme == SIP_SCHEME_SIP ? CAUSE_NONE : CAUSE_SIP_SECURE;
}
