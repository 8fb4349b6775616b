/* Gives what is inside a stanza the namespace of the stanza, where it had a prefix.
 * Breaks R6120-4.8.5-6. */
#include "edge/link.h"
#include "lib/region.h"

__typeof__(link_send) __real_link_send, __wrap_link_send;

bool __wrap_link_send(struct link *l, struct view domain, const struct element *e)
{
	struct region *r = region_new();
	struct element *copy = element_copy(r, e), *child = NULL;
	bool ok;

	while ((child = element_next(copy, child)) != NULL)
		child->ns = copy->ns;
	ok = __real_link_send(l, domain, copy);
	region_free(&r);
	return ok;
}
