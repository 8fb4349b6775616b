/* Does not look at Require. Breaks R3261-8.2.2.3-1, R4475-bext01, LYNC-fed-1. */
#include "sip/uas_check.h"

__typeof__(uas_check_require) __wrap_uas_check_require;

bool __wrap_uas_check_require(const struct uas_settings *s, const struct uas_request *r,
                              struct buf *fields)
{
	(void)s, (void)r, (void)fields;
	return false;
}
