/* Does not ask whether there is a dialog. Breaks R3261-12.2.2-1,
 * R5118-via-received-param-with-delim, R5118-mult-ip-in-header. */
#include "sip/uas_check.h"

__typeof__(uas_check_no_dialog) __wrap_uas_check_no_dialog;

bool __wrap_uas_check_no_dialog(const struct uas_settings *s, const struct uas_request *r,
                                struct buf *fields)
{
	(void)s, (void)r, (void)fields;
	return false;
}
