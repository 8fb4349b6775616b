/* Takes half of what an edge may leave unacknowledged.  Breaks GW-LIMIT-3. */
#include "gateway/uplink.h"
#include "xmpp/sm.h"

__typeof__(sm_new) __real_sm_new, __wrap_sm_new;

struct sm *__wrap_sm_new(size_t max_unacked, size_t max_bytes)
{
	return __real_sm_new((max_unacked + 1) / 2, max_bytes / 2);
}
