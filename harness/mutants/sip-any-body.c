/* Takes a body of any type. Breaks R3261-8.2.3-1, R4475-invut. */
#include "sip/uas_check.h"

__typeof__(uas_check_content_type) __wrap_uas_check_content_type;

bool __wrap_uas_check_content_type(const struct uas_settings *s, const struct uas_request *r,
                                   struct buf *fields)
{
	(void)s, (void)r, (void)fields;
	return false;
}
