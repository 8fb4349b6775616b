/* A 2xx goes out when the stanza has gone to the edge, not when the partner has it.
 * Breaks GW-IM-1. */
#include "gateway/gateway_private.h"
#include "gateway/uplink.h"

__typeof__(message_outward_request) __real_message_outward_request,
        __wrap_message_outward_request;
__typeof__(uplink_send_awaited) __real_uplink_send_awaited, __wrap_uplink_send_awaited;

static char last[STANZA_ID_SIZE];

bool __wrap_uplink_send_awaited(struct uplink *u, const struct element *e)
{
	struct view id = element_attr(e, "id");
	bool ok = __real_uplink_send_awaited(u, e);

	last[0] = '\0';
	for (size_t i = 0; i < id.n && i + 1 < sizeof last; i++) {
		last[i] = id.p[i];
		last[i + 1] = '\0';
	}
	return ok;
}

void __wrap_message_outward_request(struct gateway *g, uint64_t id,
                                    const struct sip_message *m)
{
	last[0] = '\0';
	__real_message_outward_request(g, id, m);
	if (last[0] != '\0')
		message_outward_handed(g, view_of(last));
}
