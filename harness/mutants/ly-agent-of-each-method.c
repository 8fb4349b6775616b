/* The user agent is another for presence than for messages.  Breaks LYNC-DIAG-7. */
#include "gateway/agent.h"

#include "sip/writer.h"

__typeof__(agent_put) __real_agent_put, __wrap_agent_put;

void __wrap_agent_put(const struct gateway_settings *s, struct view method, struct buf *out)
{
	if (view_is(method, "MESSAGE"))
		__real_agent_put(s, method, out);
	else
		sip_write_text(out, SIP_USER_AGENT, VIEW("fedlab-presence"));
}
