/* Says that it is over first, and that nobody is there behind it.  Breaks R6121-3.2.2-1. */
#include "gateway/gateway_private.h"

__typeof__(send_stanza) __real_send_stanza, __wrap_send_stanza;

static struct region *region;
static struct element *held;

bool __wrap_send_stanza(struct gateway *g, const struct element *stanza)
{
	struct view type = element_attr(stanza, "type");
	bool ok;

	if (view_is(stanza->name, "presence") && view_is(type, "unavailable")) {
		region_free(&region);
		region = region_new();
		held = element_copy(region, stanza);
		return true;
	}
	ok = __real_send_stanza(g, stanza);
	if (held != NULL && view_is(type, "unsubscribed")) {
		__real_send_stanza(g, held);
		held = NULL;
	}
	return ok;
}
