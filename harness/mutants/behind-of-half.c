/* Cuts off behind half of what may come.  Breaks EDGE-RATE-4. */
#include "xmpp/admission.h"

__typeof__(behind_is_too_much) __real_behind_is_too_much, __wrap_behind_is_too_much;

bool __wrap_behind_is_too_much(size_t behind)
{
	return __real_behind_is_too_much(2 * behind);
}
