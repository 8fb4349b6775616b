/* Asks, allows and refuses in the name of a device.  Breaks R6121-3-1. */
#include "gateway/gateway_private.h"

__typeof__(send_stanza) __real_send_stanza, __wrap_send_stanza;

static const struct element *of_a_device(struct region *r, const struct element *stanza)
{
	struct element *e = element_copy(r, stanza);
	struct view from = element_attr(e, "from"), type = element_attr(e, "type");

	if (view_is(e->name, "presence") &&
	    (view_is(type, "subscribe") || view_is(type, "subscribed") ||
	     view_is(type, "unsubscribed")))
		element_set(r, e, "from", region_printf(r, "%.*s/pc7", (int)from.n, from.p));
	return e;
}

bool __wrap_send_stanza(struct gateway *g, const struct element *stanza)
{
	struct region *r = region_new();
	bool ok = __real_send_stanza(g, of_a_device(r, stanza));

	region_free(&r);
	return ok;
}
