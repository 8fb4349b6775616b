/* Compares the sender's domain as it is written.  Breaks R6120-8.1.2.2-5. */
#include "edge/addressing.h"

__typeof__(addresses_read) __real_addresses_read, __wrap_addresses_read;

enum cause __wrap_addresses_read(const struct element *stanza, struct region *r,
                                 struct stanza_addresses *out)
{
	enum cause cause = __real_addresses_read(stanza, r, out);
	struct view from = element_attr(stanza, "from"), local, bare, resource;

	if (cause == CAUSE_NONE) {
		view_cut(from, '/', &bare, &resource);
		if (!view_cut(bare, '@', &local, &out->from.domain))
			out->from.domain = bare;
	}
	return cause;
}
