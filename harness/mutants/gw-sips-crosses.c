/* A request for a sips address crosses.  Breaks R7247-8-1. */
#include "gateway/address.h"
#include "sip/uas_check.h"

__typeof__(sip_scheme_refused) __real_sip_scheme_refused, __wrap_sip_scheme_refused;
__typeof__(uas_check_sips) __wrap_uas_check_sips;
__typeof__(uas_check_sips_contact) __wrap_uas_check_sips_contact;

enum cause __wrap_sip_scheme_refused(enum sip_scheme scheme)
{
	return __real_sip_scheme_refused(scheme == SIP_SCHEME_SIPS ? SIP_SCHEME_SIP : scheme);
}

bool __wrap_uas_check_sips(const struct uas_settings *s, const struct uas_request *r,
                           struct buf *fields)
{
	(void)s;
	(void)r;
	(void)fields;
	return false;
}

bool __wrap_uas_check_sips_contact(const struct uas_settings *s, const struct uas_request *r,
                                   struct buf *fields)
{
	(void)s;
	(void)r;
	(void)fields;
	return false;
}
