/* Takes presence of a type that it does not know, and what shows somebody, for a probe.
 * Breaks R6121-4.7.1-1, R6121-8.5.1-2. */
#include "gateway/presence_kind.h"
#include "gateway/watch_xmpp_private.h"

__typeof__(presence_is_of_a_watcher) __wrap_presence_is_of_a_watcher;
__typeof__(watch_xmpp_stanza) __real_watch_xmpp_stanza, __wrap_watch_xmpp_stanza;

bool __wrap_presence_is_of_a_watcher(struct view type)
{
	(void)type;
	return true;
}

void __wrap_watch_xmpp_stanza(struct gateway *g, const struct element *stanza,
                              const struct parties *p, struct region *r)
{
	struct element *probe = element_copy(r, stanza);
	struct view type = element_attr(stanza, "type");

	if (!view_is(type, "subscribe") && !view_is(type, "unsubscribe"))
		element_set(r, probe, "type", VIEW("probe"));
	__real_watch_xmpp_stanza(g, probe, p, r);
}
