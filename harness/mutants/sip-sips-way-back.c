/* Takes a request that wants a secure way back, and answers it by a Contact that is none.
 * Breaks R3261-12.1.1-2. */
#include "sip/uas_check.h"

__typeof__(uas_check_sips_way_back) __wrap_uas_check_sips_way_back;

bool __wrap_uas_check_sips_way_back(const struct uas_settings *s, const struct uas_request *r,
                                    struct buf *fields)
{
	(void)s, (void)r, (void)fields;
	return false;
}
