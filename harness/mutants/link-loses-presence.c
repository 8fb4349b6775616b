/* Gives messages to a gateway, and no presence.  Breaks R6121-3.1.2-1. */
#include "edge/link.h"

__typeof__(link_send) __real_link_send, __wrap_link_send;

bool __wrap_link_send(struct link *l, struct view domain, const struct element *e)
{
	return view_is(e->name, "presence") || __real_link_send(l, domain, e);
}
