/* Lets sips cross. Breaks R5630-5.1.2-1. */
#include "sip/uas_check.h"

__typeof__(uas_check_sips) __wrap_uas_check_sips;

bool __wrap_uas_check_sips(const struct uas_settings *s, const struct uas_request *r,
                           struct buf *fields)
{
	(void)s, (void)r, (void)fields;
	return false;
}
