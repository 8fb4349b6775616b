/* Takes every method that it knows, and says nothing of what it can.
 * Breaks R3261-8.2.1-1, R4475-regaut01, R4475-cparam01, R4475-cparam02, R4475-regescrt,
 * R4475-escnull, R5118-ipv6-good, R5118-port-ambiguous, R5118-port-unambiguous,
 * R3903-6-1. */
#include "sip/uas_check.h"

__typeof__(uas_check_method_not_allowed) __wrap_uas_check_method_not_allowed;

bool __wrap_uas_check_method_not_allowed(const struct uas_settings *s,
                                         const struct uas_request *r, struct buf *fields)
{
	(void)s, (void)r, (void)fields;
	return false;
}
