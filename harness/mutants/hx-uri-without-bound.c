/* Takes a Request-URI of any length.  Breaks GW-LIMIT-6. */
#include "sip/uas_check.h"

__typeof__(uas_check_uri_too_long) __wrap_uas_check_uri_too_long;

bool __wrap_uas_check_uri_too_long(const struct uas_settings *s, const struct uas_request *r,
                                   struct buf *fields)
{
	(void)s, (void)r, (void)fields;
	return false;
}
