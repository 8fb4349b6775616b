/* Takes a Request-URI of any scheme. Breaks R3261-8.2.2.1-1, R4475-unkscm, R4475-novelsc. */
#include "sip/uas_check.h"

__typeof__(uas_check_scheme) __wrap_uas_check_scheme;

bool __wrap_uas_check_scheme(const struct uas_settings *s, const struct uas_request *r,
                             struct buf *fields)
{
	(void)s, (void)r, (void)fields;
	return false;
}
