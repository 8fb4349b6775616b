/* Lets the text of messages into the gateway's log whatever the operator says.
 * Breaks LYNC-GLOB-12. */
#include "gateway/gateway_private.h"

__typeof__(loggable) __wrap_loggable;

struct view __wrap_loggable(const struct gateway *g, struct view text)
{
	(void)g;
	return text;
}
