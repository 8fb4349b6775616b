/* Only messages say which program has sent them.  Breaks LYNC-DIAG-7. */
#include "gateway/agent.h"

__typeof__(agent_put) __real_agent_put, __wrap_agent_put;

void __wrap_agent_put(const struct gateway_settings *s, struct view method, struct buf *out)
{
	if (view_is(method, "MESSAGE"))
		__real_agent_put(s, method, out);
}
