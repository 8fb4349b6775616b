/* Takes a request that came by two ways twice. Breaks R3261-8.2.2.2-1. */
#include "sip/uas_check.h"

__typeof__(uas_check_merged) __wrap_uas_check_merged;

bool __wrap_uas_check_merged(const struct uas_settings *s, const struct uas_request *r,
                             struct buf *fields)
{
	(void)s, (void)r, (void)fields;
	return false;
}
