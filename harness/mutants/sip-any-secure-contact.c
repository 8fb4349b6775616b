/* A sips target beside a Contact that is none is judged by the target alone.
 * Breaks R5630-5.1.2-2. */
#include "sip/uas_check.h"

__typeof__(uas_check_sips_contact) __wrap_uas_check_sips_contact;

bool __wrap_uas_check_sips_contact(const struct uas_settings *s, const struct uas_request *r,
                                   struct buf *fields)
{
	(void)s, (void)r, (void)fields;
	return false;
}
