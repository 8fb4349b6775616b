/* Judges every key on the wire by the policy of the first domain that sent one.
 * Breaks X0220-2.5-5, X0220-2.5-3, X0220-2.5-4. */
#include "edge/admission.h"

__typeof__(dialback_request_refused) __real_dialback_request_refused,
	__wrap_dialback_request_refused;

static const struct partner *first;

enum cause __wrap_dialback_request_refused(const struct partner *partner, bool served,
                                           bool secure, const struct pairs *pairs,
                                           struct pair pair)
{
	if (first == NULL)
		first = partner;
	return __real_dialback_request_refused(partner == NULL ? NULL : first, served, secure,
	                                       pairs, pair);
}
