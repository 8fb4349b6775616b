/* Takes what comes back from a loop for a message of ours, and answers that it has gone.
 * Breaks R7247-8-3. */
#include "gateway/gateway_private.h"

#include "sip/uas_check.h"

__typeof__(uas_check_loop) __wrap_uas_check_loop;
__typeof__(message_outward_request) __real_message_outward_request,
        __wrap_message_outward_request;

bool __wrap_uas_check_loop(const struct uas_settings *s, const struct uas_request *r,
                           struct buf *fields)
{
	(void)s, (void)r, (void)fields;
	return false;
}

void __wrap_message_outward_request(struct gateway *g, uint64_t id, const struct sip_message *m)
{
	if (gateway_serves(g->settings, m->from.uri.host))
		__real_message_outward_request(g, id, m);
	else
		answer(g, id, 202, NULL, VIEW(""));
}
