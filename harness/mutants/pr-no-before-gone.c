/* Says that it is over first, and that nobody is there behind it.  Breaks R6121-3.2.2-1. */
#include "gateway/gateway_private.h"

__typeof__(send_stanza) __real_send_stanza, __wrap_send_stanza;
__typeof__(send_stanza_tagged) __real_send_stanza_tagged, __wrap_send_stanza_tagged;

static struct region *region;
static struct element *held;

bool __wrap_send_stanza(struct gateway *g, const struct element *stanza)
{
	if (!view_is(stanza->name, "presence") ||
	    !view_is(element_attr(stanza, "type"), "unavailable"))
		return __real_send_stanza(g, stanza);
	region_free(&region);
	region = region_new();
	held = element_copy(region, stanza);
	return true;
}

bool __wrap_send_stanza_tagged(struct gateway *g, const struct element *stanza, uint64_t tag)
{
	bool ok = __real_send_stanza_tagged(g, stanza, tag);

	if (held != NULL && view_is(element_attr(stanza, "type"), "unsubscribed")) {
		__real_send_stanza(g, held);
		held = NULL;
	}
	return ok;
}
