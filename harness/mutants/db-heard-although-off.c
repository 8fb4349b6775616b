/* Hears the dialback key of a partner that is to have none.
 * Breaks LYNC-DIALBACK-1. */
#include "edge/admission.h"

__typeof__(dialback_request_refused) __real_dialback_request_refused,
	__wrap_dialback_request_refused;

enum cause __wrap_dialback_request_refused(const struct partner *partner, bool served,
                                           bool secure, const struct pairs *pairs,
                                           struct pair pair)
{
	enum cause cause = __real_dialback_request_refused(partner, served, secure, pairs, pair);

	return cause == CAUSE_DB_DISABLED ? CAUSE_NONE : cause;
}
