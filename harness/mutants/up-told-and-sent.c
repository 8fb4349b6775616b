/* What waited for the link is sent when it is there again, whatever its sender was told meanwhile.  Breaks GW-IM-2. */
#include "gateway/gateway_private.h"

__typeof__(message_outward_awaits) __wrap_message_outward_awaits;

bool __wrap_message_outward_awaits(const struct gateway *g, struct view stanza)
{
	(void)g, (void)stanza;
	return true;
}
