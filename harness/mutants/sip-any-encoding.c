/* Does not look at Content-Encoding. Breaks R3261-7.4.1-1. */
#include "sip/uas_check.h"

__typeof__(uas_check_content_encoding) __wrap_uas_check_content_encoding;

bool __wrap_uas_check_content_encoding(const struct uas_settings *s,
                                       const struct uas_request *r, struct buf *fields)
{
	(void)s, (void)r, (void)fields;
	return false;
}
