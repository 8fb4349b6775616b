/* Writes a device into whom a stanza is for.  Breaks R6121-8.5.2.1.1-2. */
#include "edge/link.h"
#include "lib/region.h"

__typeof__(link_send) __real_link_send, __wrap_link_send;

bool __wrap_link_send(struct link *l, struct view domain, const struct element *e)
{
	struct region *r = region_new();
	struct element *copy = element_copy(r, e);
	struct view to = element_attr(e, "to"), bare, resource;
	bool ok;

	if (!view_cut(to, '/', &bare, &resource))
		element_set(r, copy, "to", region_printf(r, "%.*s/pc7", (int)to.n, to.p));
	ok = __real_link_send(l, domain, copy);
	region_free(&r);
	return ok;
}
