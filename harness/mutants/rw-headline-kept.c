/* Keeps a headline that no gateway is there for, and sends it when one is.  Breaks X0160-3-1. */
#include "edge/link.h"
#include "lib/region.h"

__typeof__(link_refuses) __real_link_refuses, __wrap_link_refuses;
__typeof__(link_send) __real_link_send, __wrap_link_send;

static struct region *memory;
static struct element *kept;

enum cause __wrap_link_refuses(const struct link *l, struct view domain)
{
	enum cause why = __real_link_refuses(l, domain);

	return why == CAUSE_NO_GATEWAY ? CAUSE_NONE : why;
}

bool __wrap_link_send(struct link *l, struct view domain, const struct element *e)
{
	struct element *late = kept;

	if (__real_link_refuses(l, domain) == CAUSE_NO_GATEWAY &&
	    view_is(element_attr(e, "type"), "headline")) {
		if (memory == NULL)
			memory = region_new();
		kept = element_copy(memory, e);
		return true;
	}
	kept = NULL;
	if (late != NULL)
		__real_link_send(l, domain, late);
	return __real_link_send(l, domain, e);
}
