/* Takes nothing on a stream while one of its keys is being looked at.
 * Breaks X0220-2.2.1-7. */
#include "edge/admission.h"

__typeof__(stream_may_carry) __real_stream_may_carry, __wrap_stream_may_carry;

bool __wrap_stream_may_carry(const struct pairs *proved)
{
	return pairs_count(proved, PAIR_PENDING) == 0 && __real_stream_may_carry(proved);
}
