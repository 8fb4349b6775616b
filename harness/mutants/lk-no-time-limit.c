/* Waits for ever for a gateway to begin a session.  Breaks LINK-2-3. */
#include "edge/link_private.h"

__typeof__(link_event) __real_link_event, __wrap_link_event;

void __wrap_link_event(struct link_conn *c, struct stream_event *ev)
{
	c->deadline = UINT64_MAX;
	__real_link_event(c, ev);
}
