/* Counts the stanzas that nobody has acknowledged, and not what they take of memory.
 * Breaks LINK-8-1, EDGE-SM-5. */
#include "xmpp/sm.h"

__typeof__(sm_new) __real_sm_new, __wrap_sm_new;

struct sm *__wrap_sm_new(size_t max_unacked, size_t max_bytes)
{
	(void)max_bytes;
	return __real_sm_new(max_unacked, SIZE_MAX);
}
