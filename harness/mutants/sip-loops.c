/* Does not know its own Via again. Breaks R5393-4.2.2-1. */
#include "sip/uas_check.h"

__typeof__(uas_check_loop) __wrap_uas_check_loop;

bool __wrap_uas_check_loop(const struct uas_settings *s, const struct uas_request *r,
                           struct buf *fields)
{
	(void)s, (void)r, (void)fields;
	return false;
}
