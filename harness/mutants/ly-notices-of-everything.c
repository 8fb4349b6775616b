/* Counts every answer to a user of SIP as a failure that he was told of.
 * Breaks LYNC-DIAG-2. */
#include "gateway/gateway_private.h"

__typeof__(answer) __real_answer, __wrap_answer;

void __wrap_answer(struct gateway *g, uint64_t id, unsigned status, const char *reason,
                   struct view fields)
{
	g->counters.messages_outward_failed++;
	__real_answer(g, id, status, reason, fields);
}
